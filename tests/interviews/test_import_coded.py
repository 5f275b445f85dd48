"""A coded article becomes a source with quotes and codes, and one undo takes them back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.exchange.coding import code_passages
from interviews.exchange.transcripts import Voice, load
from interviews.models import Act, Code, Interview, Quote, Speaker
from interviews.transcripts import read
from interviews.transcripts.coded import codes_in, passages_with_codes
from tests.factories.interviews import InterviewFactory, ParticipantFactory

pytestmark = pytest.mark.django_db

ARTICLE = """# How loads break

We met three people in spring.

> Maya: The load failed.
> Twice.

*Codes:* Late data, trust

Then we asked again.

> Ines: Nobody was told 🙂: we found out by mail.

Codes: Work > alerting, TRUST

> Maya: It is so.

Nothing is coded here.
"""


def imported(client, **who):
    sent = client.post("/interviews/import/", {"file": SimpleUploadedFile("a.md", ARTICLE.encode()), "text": ""})
    sides = {"speaker-0-side": "participant", "speaker-0-name": "Maya Lind", "speaker-1-side": "participant"}
    told = {"held_at": "2026-03-04T15:30", "speaker-1-name": "Ines Vale", **sides, **who}
    return client.post(sent.url, told, follow=True)


def coded_quotes():
    quotes = Quote.objects.live().order_by("pk").prefetch_related("codes", "participant__person")
    return [(one.text, one.participant.person.name, [code.name for code in one.codes.all()]) for one in quotes]


def test_passages_become_quotes_with_matched_and_new_codes(as_researcher):
    Code.objects.create(name="late data")
    page = imported(as_researcher)
    assert coded_quotes() == [
        ("The load failed. Twice.", "Maya Lind", ["late data", "trust"]),
        ("Nobody was told 🙂: we found out by mail.", "Ines Vale", ["alerting", "trust"]),
    ]
    assert Code.objects.get(name="alerting").parent.name == "Work"
    assert Code.objects.count() == 4
    assert "2 passages quoted and coded; 3 new codes" in page.content.decode()
    said = Interview.objects.get().segments.values_list("text", flat=True)
    assert "Then we asked again." not in list(said)
    assert "alerting" in as_researcher.get(Quote.objects.last().get_absolute_url()).content.decode()


def test_one_undo_takes_quotes_and_new_codes_back(as_researcher):
    known = Code.objects.create(name="late data")
    imported(as_researcher)
    act = Act.objects.get(kind=Act.Kind.CHANGED_MANY)
    as_researcher.post(reverse("interviews:act_undo", args=[act.pk]))
    assert not Quote.objects.live().exists()
    assert list(Code.objects.live()) == [known]
    assert Interview.objects.get().segments.count() == 3


def test_passages_wait_until_their_speaker_is_named(as_researcher):
    page = imported(as_researcher, **{"speaker-1-side": "unknown"})
    assert [text for text, *_ in coded_quotes()] == ["The load failed. Twice."]
    assert "1 coded passage waits until you say who speaks in it" in page.content.decode()
    named = {"version": 1, "speaker-0-side": "participant", "speaker-0-name": "Maya Lind"}
    interview = Interview.objects.get()
    named["speaker-0-person"] = interview.participants.get().person_id
    named |= {"speaker-1-side": "participant", "speaker-1-name": "Ines Vale"}
    as_researcher.post(f"/interviews/{interview.pk}/speakers/", named)
    assert [names for *_, names in coded_quotes()] == [["Late data", "trust"], ["alerting", "trust"]]


def long_article(passages):
    return "# Loads\n\n" + "\n\n".join(
        f"> Maya: The load failed {n} times.\n\nCodes: Theme {n} > late {n}, trust, alone {n}" for n in range(passages)
    )


def test_more_passages_ask_no_more_queries(researcher):
    counts = {}
    for passages in (2, 40):
        interview = InterviewFactory()
        maya = ParticipantFactory(interview=interview)
        load(interview, read(long_article(passages).encode()), {"Maya": Voice(Speaker.Side.PARTICIPANT, maya)})
        with CaptureQueriesContext(connection) as asked:
            done = code_passages(interview, researcher)
        assert (len(done.quotes), done.unnamed) == (passages, 0)
        assert all(quote.codes.count() == 3 and quote.spans.count() == 1 for quote in done.quotes)
        counts[passages] = len([one for one in asked.captured_queries if not one["sql"].startswith("INSERT")])
    assert counts[40] <= counts[2]


def test_passages_coded_once_more_gain_their_codes_and_come_out_of_the_archive(as_researcher, researcher):
    imported(as_researcher)
    first, other = Quote.objects.order_by("pk")
    first.codes.clear()
    other.archive(researcher)
    again = code_passages(Interview.objects.get(), researcher)
    assert {one.pk for one in again.quotes} == {first.pk, other.pk}
    assert [names for *_, names in coded_quotes()] == [["Late data", "trust"], ["alerting", "trust"]]
    assert (Quote.objects.count(), again.new_codes) == (2, ())


TRACES = {
    "*Codes:* loads, trust": [("loads",), ("trust",)],
    "[alerting] [mail]": [("alerting",), ("mail",)],
    "[[alerting]], [[mail]]": [("alerting",), ("mail",)],
    "#loads #night-work": [("loads",), ("night-work",)],
    "`loads` `trust`": [("loads",), ("trust",)],
    "**Theme → code**: trust > mail; loads": [("trust", "mail"), ("loads",)],
    "Coded as: loads.": [("loads",)],
    "==loads==": [("loads",)],
}


@pytest.mark.parametrize(("trace", "codes"), TRACES.items(), ids=TRACES)
def test_the_codes_of_a_trace(trace, codes):
    assert codes_in(trace) == codes


def test_a_trace_belongs_to_the_passage_above_it():
    read_ = read(ARTICLE.encode())
    kept = [{"before_segment": one.before_segment, "kind": one.kind, "text": one.text} for one in read_.context]
    assert [(first, end) for first, end, _ in passages_with_codes(kept)] == [(0, 1), (1, 2)]
