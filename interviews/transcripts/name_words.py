"""Words that tell names from sentences: parts of names, and how sentences and remarks begin."""

# ruff: noqa: SIM905 - a paragraph of words is easier to read and to add to than a list of strings

PARTICLES = frozenset(
    "al and bin d' da das de del den der di do dos du e el et ibn la le of ten ter the und van von y".split()
)
TITLES = frozenset("dr mr mrs ms mx prof jr sr st hon rev capt col gen lt sgt sen rep gov pres no vs phd esq".split())
NEVER = frozenset(
    """note notes nb example examples e.g i.e eg ie warning tip hint ps p.s http https url link links source sources
    re fwd code codes tag tags theme themes""".split()
)
SELDOM = frozenset(
    """a about actually after again all also always an and another any anyway as at basically because before besides
    bottom but by clearly conclusion consider context date description details duration each eight either else even
    eventually every everything fact fifth finally first five for four fourth from fun funny furthermore generally
    goal guess he hence here hey how however i idea if imagine important in indeed instead interestingly is it its
    language lastly later lesson let like location look maybe me meaning meanwhile message moreover my never next
    nine no now number of oh ok okay on once one only or our outcome overall part participants people perhaps place
    plus point present problem quick quote reason remember result rule same say says second secondly see seriously
    seven she similarly simply six so some something sometimes step still strategy subject suddenly summary sure
    surprise ten that the then there these they thing think third this those though three thus time title to today
    tomorrow too topic translation truth two ultimately unfortunately update us very wait we well what when where
    which who why with yeah yep yes yesterday yet you your""".split()
)
FIELDS = frozenset(
    """name path type value default size version id key option options usage input output returns args arguments
    parameters error errors status required optional install installation requirements ingredients method features
    created updated author authors tags license email phone address website
    added changed fixed removed deprecated security action actions begin end present apologies server""".split()
)
ROLES = frozenset(
    """all announcer audience both caller client everybody everyone facilitator female guest host interviewee
    interviewer male man moderator narrator operator participant respondent speaker unidentified unknown user voice
    woman""".split()
)
SECTIONS = frozenset(
    """introduction intro outro background conclusion summary questions question topics topic transcript interview notes
    links part chapter section appendix references details abstract contents overview closing opening discussion
    acknowledgements license licence copyright about agenda attendees participants recording results methods""".split()
)
GREETINGS = frozenset("bye dear good goodbye hello hi many please sorry sure thank thanks welcome".split())
SOUNDS = frozenset(
    """applause applauding audio background beep beeping bell blank cheering cheers chuckle chuckles chuckling clears
    clapping cough coughing coughs crosstalk crying foreign gasps giggles groans gunshot inaudible indistinct
    instrumental intro jingle language laugh laughing laughs laughter mumbles music musical muted noise outro pause
    phone playing redacted ringing sigh sighs silence singing sniffs snoring sobbing song sound sounds speaking static
    talking theme unintelligible unclear video whispers whistles""".split()
)
