"""A small world in which something is hidden from everybody: a restricted interview, words that were taken back or ran
out or are not for quoting, and names; and all of it typed into texts of ours. All hidden texts begin alike.
"""

from django.utils import timezone

from accounts.models import User
from discovery.models import (
    DataCheck,
    DataProduct,
    Document,
    DocumentVersion,
    Evidence,
    Hypothesis,
    Requirement,
    UpdateLine,
    WeeklyUpdate,
)
from discovery.updates import publish
from discovery.versions import keep
from interviews import models
from interviews.models import Consent
from tests.factories import interviews as made
from tests.interviews.talk import talk

START = "quagga"


def notes(word: str) -> str:
    """Notes in which every kind of line holds the word."""
    return "\n".join(
        f"{mark}{START}{word} {kind}"
        for mark, kind in {
            "": "prose",
            "! ": "pain 4",
            '" ': "quote",
            "~ ": "workaround",
            "? ": "why",
            "# ": "tool",
            "= ": "responsibility",
            "> ": "goal",
        }.items()
    )


def conversation(user, word: str, **participant) -> models.Interview:
    """An interview with notes, a transcript and a quote from it that hold the word, by somebody with a hidden name."""
    interview = talk(user, f"{START}name {word}", notes(word), company=f"Company of {word}")
    person = models.Participant.objects.get(interview=interview)
    models.Participant.objects.filter(pk=person.pk).update(**participant)
    models.Person.objects.filter(pk=person.person_id).update(
        pseudonym=f"Somebody {word}", email=f"{START}name@example.org", contact=f"{START}name, second floor"
    )
    models.Transcript.objects.create(interview=interview, format="webvtt", title=f"Talk with {START}name {word}")
    voice = made.SpeakerFactory(
        interview=interview, label=f"{START}name {word}", side="participant", participant=person
    )
    unknown = made.SpeakerFactory(interview=interview, label=f"{START}name unknown")
    for number, speaker in enumerate((voice, unknown), 1):
        made.SegmentFactory(speaker=speaker, number=number, text=f"{START}{word} said {number}")
    made.SegmentFactory(speaker=voice, number=3, text=unquoted(word))
    mentions = models.Mention.objects.filter(participant=person)
    quote = made.QuoteFactory(participant=person, text=f"{START}{word} said", speaks_for=mentions.first())
    quote.codes.add(models.Code.objects.get_or_create(name="Coded words")[0])
    made.QuoteFactory(participant=person, text=typed(word))
    mentions.update(**{field: f"{START}{word} {field}" for field in ("so_what", "if_nothing", "frequency")})
    models.PainPoint.objects.filter(mentions__in=mentions).update(description=f"{START}{word} in our words")
    return interview


def typed(word: str) -> str:
    """Words of a quote that are also typed into texts of ours."""
    return f"{START}{word} typed by us as it"


def unquoted(word: str) -> str:
    """Words of a turn that nobody quoted, and that are typed there as well."""
    return f"{START}{word} told us as it is"


def quoted_words() -> str:
    """All of these in one line of ours, which a title has room for."""
    told = [typed(word) for word in ("gone", "over", "restricted", "unquotable")]
    told += [unquoted(word) for word in ("gone", "over")]
    return f"“{' '.join(told)}”"


def state_in_our_words(interview: models.Interview, pain_point: models.PainPoint) -> None:
    """The pain is no longer stated in the words of the interview."""
    own = models.Mention.objects.filter(interview=interview)
    typed = list(own.values_list("pain_point", flat=True))
    own.update(pain_point=pain_point, same_pain=True)
    models.PainPoint.objects.filter(pk__in=typed).delete()


def know_tools_from_elsewhere(interview: models.Interview) -> None:
    """The names of tools are nobody's words; here they are others than the interview told."""
    models.ToolUse.objects.filter(interview=interview).update(tool=made.ToolFactory())
    models.Tool.objects.filter(uses=None).delete()


def hidden_world(researcher) -> dict[str, models.Interview]:
    """`restricted` is for researcher and admin, `gone` and `over` for nobody, `unquotable` for whoever writes."""
    cause = made.RootCauseFactory(title=f"{START}restricted cause")
    interviews = {
        "restricted": conversation(researcher, "restricted"),
        "gone": conversation(researcher, "gone", consent_withdrawn_at=timezone.now()),
        "over": conversation(researcher, "over", consent_expires_on=timezone.localdate() - timezone.timedelta(days=1)),
        "unquotable": conversation(researcher, "unquotable", consent=Consent.NONE),
    }
    secret = interviews["restricted"]
    models.Interview.objects.filter(pk=secret.pk).update(restricted=True)
    models.Why.objects.filter(interview=secret).update(root_cause=cause)
    models.Why.objects.exclude(root_cause=cause).update(root_cause=made.RootCauseFactory())
    person = secret.participants.get().person
    made.FollowUpFactory(interview=secret, person=person, text=f"{START}restricted promise")
    made.FollowUpFactory(interview=None, person=person, text="Call them")
    for name in ("gone", "over", "unquotable"):
        know_tools_from_elsewhere(interviews[name])
    state_in_our_words(interviews["unquotable"], made.PainPointFactory())
    check_everything()
    link_everything(researcher)
    talk_about_everything(researcher)
    tell_of_everything(researcher)
    return interviews


def check_everything() -> None:
    """A data check of every why, which says what it is about in our own words."""
    for why in models.Why.objects.all():
        text = f"{START}restricted was asked" if why.interview.restricted else "Asked"
        DataCheck.objects.create(why=why, question=text, source="log", result=text, conclusion="confirmed")


def talk_about_everything(user) -> None:
    """Comments that cite the words they stand below, and ask everybody."""
    for word in ("restricted", "gone", "over", "unquotable"):
        of_interview = models.Interview.objects.filter(participants__person__name__endswith=word)
        for interview in of_interview:
            text = f"{START}{word} said, and {START}{word} quote"
            comments = [models.Comment.objects.create(interview=interview, text=text, created_by=user)]
            for quote in models.Quote.objects.filter(interview=interview):
                comments.append(models.Comment.objects.create(quote=quote, text=text, created_by=user))
            for pain_point in models.PainPoint.objects.filter(title__startswith=f"{START}{word}"):
                comments.append(models.Comment.objects.create(pain_point=pain_point, text=text, created_by=user))
            for comment in comments:
                comment.asked.set(User.objects.all())
    models.Comment.objects.create(pain_point=made.PainPointFactory(), text=quoted_words(), created_by=user)


def tell_of_everything(user) -> None:
    """A weekly update with a line for everything there is, and a draft with the same lines, which names all of it."""
    lines = {"heard": ("interview",), "said": ("quote",), "gained": ("pain_point",), "checked": ("data_check",)}
    lines |= {"moved": ("hypothesis",), "next": ("follow_up",)}
    people = [person.reference for person in models.Person.objects.all()]
    for weeks in (1, 2):
        monday = timezone.localdate() - timezone.timedelta(weeks=weeks)
        lead = f"{quoted_words()} {' '.join(people)}"
        update = WeeklyUpdate.objects.create(monday=monday, title=quoted_words(), lead=lead, created_by=user)
        UpdateLine.objects.create(update=update, section="also", text=quoted_words())
        for section, kinds in lines.items():
            for kind in kinds:
                for record in UpdateLine._meta.get_field(kind).related_model.objects.all():
                    facts = {"joined": list(models.Person.objects.values_list("pk", flat=True)), "people": 4}
                    UpdateLine.objects.create(update=update, section=section, facts=facts, **{kind: record})
        if weeks == 1:
            publish(update, update.version, user, {"conversations": 4, "people": 4, "companies": 4})


def link_everything(user) -> None:
    """A hypothesis and a document that stand on everything there is, and name all of it."""
    quoted = quoted_words()
    product = DataProduct.objects.create(name=f"Table of {quoted}", purpose=quoted)
    DataCheck.objects.create(question=f"Is it {quoted}?", source=quoted, result=f"It is {quoted}", conclusion="refuted")
    targets = (
        ("hypothesis", Hypothesis.objects.create(title=f"We believe {quoted}")),
        ("document", plan := Document.objects.create(title=f"Plan for {quoted}", data_product=product)),
        ("requirement", Requirement.objects.create(document=plan, number=1, text=f"It holds that {quoted}")),
    )
    sources = ("interview", "pain_point", "mention", "quote", "why", "root_cause", "data_check")
    named = []
    for source in sources:
        for record in Evidence._meta.get_field(source).related_model.objects.all():
            named.append(record.reference)
            for kind, target in targets:
                Evidence.objects.create(**{source: record, kind: target}, reason=quoted, created_by=user)
    named += [person.reference for person in models.Person.objects.all()]
    text = " ".join(filter(None, named))
    text = f"{quoted} {text}"
    Hypothesis.objects.update(change=text, outcome=text, cause=text, verdict=text)
    Hypothesis.objects.update(audience=quoted, measure=quoted, threshold=quoted, wrong_if=quoted)
    Document.objects.update(body=text, summary=text[:500])
    Requirement.objects.update(acceptance=text)
    plan.refresh_from_db()
    with models.Act.by(user, models.Act.Kind.EDITED) as act:
        act.watch(plan, Requirement.objects.all())
        Document.objects.update(body=f"{text} More.")
        Requirement.objects.update(acceptance=f"{text} More.")
    assert keep(plan, user).requirements  # and a version that holds all of it
    DocumentVersion.objects.update(approved_at=timezone.now())
    Evidence.objects.filter(document=plan).first().archive(user)  # so that the next one stands on less
