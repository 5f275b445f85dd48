"""A coded article becomes a source with quotes and codes, and one undo takes them back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interviews.models import Act, Code, Interview, Quote
from interviews.transcripts import read
from interviews.transcripts.coded import codes_in, passages_with_codes

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
