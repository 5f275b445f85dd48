"""A world of evidence and decisions that grows: everything new hangs on the same first records, so that pages grow."""

from typing import Any

from accounts.models import User
from discovery.models import Document, DocumentTemplate, Evidence, Hypothesis, Review, UpdateLine, WeeklyUpdate
from discovery.updates import publish
from discovery.versions import keep
from interviews import merging
from interviews.models import (
    Company,
    Interview,
    Mention,
    PainPoint,
    Planned,
    Quote,
    QuoteLink,
    Record,
    Tool,
    Transcript,
    Why,
    WhyLink,
)
from tests.factories import interviews as made
from tests.factories.accounts import UserFactory
from tests.factories.discovery import (
    DataCheckFactory,
    DataProductFactory,
    DocumentFactory,
    EvidenceFactory,
    HypothesisFactory,
    ImageFactory,
    PassageFactory,
    RequirementFactory,
    WeeklyUpdateFactory,
)
from tests.interviews.talk import talk

NOTES = """Prose of {n}
! Shared pain 4
" Words of {n}
~ Way round of {n}
? Why of {n}
  ?? Deeper of {n}
! Pain of {n} 3
" More of {n}
? Open of {n}
# Airflow, Tool of {n}
= Duty of {n}
> Goal of {n}
@ 2026-03-01 Promise of {n}
"""
MERGEABLE = (made.PainPointFactory, made.PersonFactory, made.CompanyFactory, made.CodeFactory, made.ToolFactory)


class World:
    """The first record of every kind, made by `user`, and more of everything with each `grow`."""

    def __init__(self, user: User) -> None:
        self.user, self.size = user, 0
        self.guide = made.GuideFactory()
        self.study = made.StudyFactory(guide=self.guide)
        self.persona = made.PersonaFactory(name="Data engineer")
        self.journey = made.JourneyFactory(persona=self.persona)
        self.theme = made.CodeFactory(name="Trust")
        self.cause = made.RootCauseFactory()
        self.product = DataProductFactory()
        self.hypothesis, self.document = HypothesisFactory(), DocumentFactory(data_product=self.product)
        HypothesisFactory(status="testing")
        HypothesisFactory(status="supported")
        self.requirement = RequirementFactory(document=self.document)
        DocumentTemplate.objects.create(kind="prd")
        self.follow_up = made.FollowUpFactory()
        self.update = WeeklyUpdateFactory(created_by=user)
        for title in ("Reports of one week differ from each other", "Reports of a week differ from each other"):
            made.PainPointFactory(title=title)
        self.view = made.SavedViewFactory(owner=user, shared=True)
        self.first = self.talk_to("Maya Lindqvist", "Nordkap")
        Transcript.objects.create(interview=self.first, format="webvtt")
        self.voice = made.SpeakerFactory(
            interview=self.first, side="participant", participant=self.first.participants.get()
        )
        self.pain = PainPoint.objects.filter(title="Shared pain").get()
        self.quote = Quote.objects.filter(interview=self.first).order_by("pk").first()

    def records(self) -> list[Record]:
        """The records that everything hangs on."""
        person = self.first.participants.get().person
        return [
            *(self.guide, self.study, self.persona, self.journey, self.theme, self.cause, self.hypothesis),
            *(
                self.document,
                self.product,
                self.requirement,
                self.update,
                self.follow_up,
                self.view,
                self.first,
                self.pain,
                self.quote,
                person,
            ),
            *(Company.objects.get(name="Nordkap"), Tool.objects.get(name="Airflow")),
        ]

    def talk_to(self, name: str, company: str) -> Interview:
        """One more interview, whose chains end in the same cause."""
        notes = NOTES.format(n=self.size)
        interview = talk(self.user, name, notes, company=company, persona=self.persona, study=self.study)
        named = ("Deeper of", "Open of") if self.size % 2 else ("Deeper of",)
        for text in named:
            Why.objects.filter(interview=interview, text__startswith=text).update(root_cause=self.cause)
        return interview

    def grow(self, by: int) -> None:
        for _ in range(by):
            self.size += 1
            n = self.size
            interview = self.talk_to(
                "Maya Lindqvist" if n % 2 else f"Person {n}", "Nordkap" if n % 3 else f"House of {n}"
            )
            Mention.objects.filter(interview=interview, title="Shared pain").update(pain_point=self.pain)
            self.sort(interview)
            self.say(interview)
            self.conclude(interview)
            self.write(interview)
            self.tell(interview)
        self.order()

    def sort(self, interview: Interview) -> None:
        """Codes, questions, stages and plans."""
        code = made.CodeFactory(parent=self.theme)
        self.pain.codes.add(code)
        own = PainPoint.objects.filter(title=f"Pain of {self.size}").get()
        own.codes.add(code, self.theme)
        for quote in Quote.objects.filter(interview=interview):
            quote.codes.add(code, self.theme)
        made.PlacementFactory(stage__journey=self.journey, pain_point=own)
        question = made.QuestionFactory(guide=self.guide)
        for one in (interview, self.first):
            one.questions.create(
                question=question, position=self.size, text=question.text, answered="yes", asked_at=one.held_at
            )
        Planned.objects.create(study=self.study, persona=made.PersonaFactory(), interviews=2)
        self.first.interviewers.add(UserFactory())

    def say(self, interview: Interview) -> None:
        """Turns of the transcript, quotes of them, and comments."""
        segment = made.SegmentFactory(speaker=self.voice)
        quote = made.QuoteFactory(participant=self.voice.participant)
        quote.spans.create(position=0, segment=segment, interview=self.first, start=0, end=3, text="And")
        quote.codes.add(self.theme)
        mention = Mention.objects.filter(interview=self.first, pain_point=self.pain).get()
        QuoteLink.objects.create(quote=quote, mention=mention, interview=self.first)
        why = Why.objects.filter(interview=self.first).order_by("pk").first()
        WhyLink.objects.create(quote=quote, why=why, interview=self.first)
        of_first = Mention.objects.create(
            interview=self.first, participant=mention.participant, pain_point=made.PainPointFactory(), title="Told too"
        )
        QuoteLink.objects.create(quote=self.quote, mention=of_first, interview=self.first)
        for about in ({"pain_point": self.pain}, {"quote": self.quote}, {"interview": self.first}):
            comment = made.CommentFactory(**{"pain_point": None, **about})
            comment.asked.add(self.user)
        person = self.first.participants.get().person
        made.FollowUpFactory(interview=self.first, person=person, owner=self.user)
        made.SavedViewFactory(owner=self.user, shared=True)

    def conclude(self, interview: Interview) -> None:
        """Claims that stand on the same records, and records on which the same claims stand."""
        new = {
            "interview": interview,
            "mention": Mention.objects.filter(interview=interview, pain_point=self.pain).get(),
            "quote": Quote.objects.filter(interview=interview).first(),
            "why": Why.objects.filter(interview=interview).first(),
            "pain_point": PainPoint.objects.get(title=f"Pain of {self.size}"),
            "root_cause": made.RootCauseFactory(),
        }
        for source, record in new.items():
            self.link({source: record}, self.hypothesis, self.document)
        first = {
            "interview": self.first,
            "quote": self.quote,
            "pain_point": self.pain,
            "root_cause": self.cause,
            "mention": Mention.objects.filter(interview=self.first, pain_point=self.pain).get(),
            "why": Why.objects.filter(interview=self.first).order_by("pk").first(),
        }
        for source, record in first.items():
            self.link({source: record}, HypothesisFactory(), DocumentFactory())

    def link(self, source: dict[str, Any], hypothesis: Hypothesis, document: Document) -> None:
        EvidenceFactory(**{"pain_point": None, **source}, hypothesis=hypothesis)
        EvidenceFactory(**{"pain_point": None, **source}, hypothesis=None, document=document)

    def write(self, interview: Interview) -> None:
        """Data checks, lines of the document, its versions and reviews."""
        why = Why.objects.filter(interview=self.first).order_by("pk").first()
        check = DataCheckFactory(why=why)
        Evidence.objects.create(data_check=check, hypothesis=self.hypothesis)
        Evidence.objects.create(data_check=check, requirement=self.requirement)
        line = RequirementFactory(document=self.document)
        pain = PainPoint.objects.get(title=f"Pain of {self.size}")
        Evidence.objects.create(pain_point=pain, requirement=line)
        Evidence.objects.create(pain_point=self.pain, requirement=line)
        DocumentFactory(data_product=self.product).hypotheses.add(self.hypothesis)
        self.document.hypotheses.add(HypothesisFactory(persona=self.persona))
        self.document.body += f"\n\n## Part {self.size}\n\n{pain.reference} and {interview.reference}"
        self.document.version += 1
        self.document.save()
        keep(self.document, self.user, apart=True)
        Review.objects.create(document=DocumentFactory(), reviewer=self.user)
        self.discuss()

    def discuss(self) -> None:
        """Comments on passages of the document, each on another one, and images in it."""
        image = ImageFactory(document=self.document)
        self.document.body += f"\n\n![Seen]({image.get_absolute_url()})"
        self.document.save()
        passage = PassageFactory(document=self.document, heading=f"Part {self.size}", words="and", before="PP-1 ")
        passage.comments.get().asked.add(self.user)
        Document.objects.filter(pk=self.document.pk).update(owner=self.user)

    def tell(self, interview: Interview) -> None:
        """Lines of the weekly update, and one more that is published."""
        pain = PainPoint.objects.get(title=f"Pain of {self.size}")
        told = {"joined": [interview.participants.get().person_id], "people": 1, "companies": 1}
        new = {"heard": {"interview": interview}, "gained": {"pain_point": pain, "facts": told}}
        new["said"] = {"quote": Quote.objects.filter(interview=interview).first()}
        new["moved"] = {"hypothesis": HypothesisFactory()}
        new["checked"] = {"data_check": DataCheckFactory()}
        new["next"] = {"follow_up": made.FollowUpFactory(interview=interview)}
        new["also"] = {"text": f"Said to {self.pain.reference} and {interview.reference}"}
        for section, line in new.items():
            UpdateLine.objects.create(update=self.update, section=section, **line)
        for source in ({"interview": self.first}, {"quote": self.quote}, {"pain_point": self.pain}):
            other: WeeklyUpdate = WeeklyUpdateFactory(created_by=self.user)
            UpdateLine.objects.create(update=other, section="heard", **source)
            publish(other, other.version, self.user, {"conversations": 1, "people": 1, "companies": 1})

    def order(self) -> None:
        """Merges, archived records and acts on the same records."""
        for record in self.records():
            record.archive(self.user)
            record.restore(self.user)
        for make in (*MERGEABLE, made.RootCauseFactory):
            merging.merge(make(), [make()], self.user)
            make().archive(self.user)
