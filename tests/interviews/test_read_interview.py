"""The page of one interview: what hurts first, in the customer's words, then the notes and the transcript."""

import re

import pytest
from django.utils import timezone

from interviews.models import Interview, Mention, Person, RootCause, Segment, Speaker, Why
from tests.factories.interviews import InterviewFactory, ParticipantFactory, QuoteFactory, RootCauseFactory
from tests.interviews.talk import talk


def page(client, interview):
    answer = client.get(f"/interviews/{interview.pk}/")
    assert answer.status_code == 200
    return answer.text


def test_what_hurts_most_comes_first_with_its_words_and_why_tree(as_researcher, researcher):
    html = page(as_researcher, talk(researcher))
    first, second = html.index("Schema changes break loads"), html.index("Backfills are scary")
    assert first < second
    assert "<mark>I find out a column is gone because Slack is on fire.</mark>" in html
    assert "An hourly diff of the catalogue" in html
    assert re.search(r'data-ev="stated" id="why-\d+"', html)
    assert re.search(r'data-ev="intuition" id="why-\d+"', html)
    assert html.count("<h1") == 1


def test_facts_say_who_when_and_what_they_work_with(as_researcher, researcher):
    html = page(as_researcher, talk(researcher))
    for fact in (
        "Maya Lindqvist",
        "Data engineer",
        "Nordkap",
        "Inês Duarte",
        "Ingestion from 40 sources",
        "Airflow",
        "dbt",
        "A quiet weekend",
    ):
        assert fact in html


def test_notes_are_drawn_by_the_kind_of_each_line_and_keep_their_numbers(as_researcher, researcher):
    html = page(as_researcher, talk(researcher, notes='\n\n! Broken <b>loads</b> 4\n" Said & done\njust prose\n'))
    assert 'class="nl nl-pain" id="n3"' in html
    assert 'class="nl nl-quote" id="n4"' in html
    assert 'class="nl nl-prose" id="n5"' in html
    assert "Broken &lt;b&gt;loads&lt;/b&gt;" in html
    assert "<b>loads" not in html


def test_the_root_cause_of_a_chain_is_shown_with_its_people(as_researcher, researcher):
    interview = talk(researcher)
    cause = RootCauseFactory(title="No owner for the contract")
    Why.objects.filter(text__startswith="Nobody tells").update(root_cause=cause)
    html = page(as_researcher, interview)
    assert "No owner for the contract" in html
    assert f"Root cause {cause.reference}, heard from 1 person at 1 company" in html


def test_it_says_how_many_others_told_the_same(as_researcher, researcher):
    interview = talk(researcher)
    other = talk(researcher, "Jun Ito", "! Loads break 2\n", company="Oriel")
    shared = Mention.objects.get(title="Schema changes break loads").pain_point
    Mention.objects.filter(participant__interview=other).update(pain_point=shared)
    assert "Also heard from 1 other<" in page(as_researcher, interview)


def test_arrows_lead_to_the_interviews_before_and_after(as_researcher, researcher):
    oldest, middle, newest = (talk(researcher, f"Person {n}", "", days_ago=9 - n) for n in range(3))
    html = page(as_researcher, middle)
    assert f'href="/interviews/{newest.pk}/" rel="prev"' in html
    assert f'href="/interviews/{oldest.pk}/" rel="next"' in html


def test_names_are_pseudonyms_for_readers_who_may_not_see_them(as_viewer, researcher):
    interview = talk(researcher)
    Person.objects.update(pseudonym="Quiet Otter")
    html = page(as_viewer, interview)
    assert "Quiet Otter" in html
    assert "Maya" not in html
    assert "Lindqvist" not in html


def test_a_restricted_interview_is_not_there_for_strangers(as_stranger, as_admin, researcher, client_for):
    interview = talk(researcher)
    Interview.objects.update(restricted=True)
    assert as_stranger.get(f"/interviews/{interview.pk}/").status_code == 404
    assert as_admin.get(f"/interviews/{interview.pk}/").status_code == 200
    assert client_for(researcher).get(f"/interviews/{interview.pk}/").status_code == 200


def test_withdrawn_words_are_hidden_and_counted(as_researcher, researcher):
    interview = talk(researcher)
    interview.participants.update(consent_withdrawn_at=timezone.now())
    html = page(as_researcher, interview)
    assert "1 withdrawn" in html
    for words in (
        "Slack is on fire",
        "Schema changes",
        "renames columns",
        "hourly diff",
        "on call last night",
        "quiet weekend",
        "Ingestion from 40",
    ):
        assert words not in html


def test_what_is_hidden_is_not_called_unasked(as_researcher, researcher):
    asked, unasked = talk(researcher), talk(researcher, notes="! Loads break 4\n# dbt\n")
    asked.participants.update(consent_withdrawn_at=timezone.now())
    said, never = page(as_researcher, asked), page(as_researcher, unasked)
    assert "What they said is hidden" in said and "Not asked yet" not in said
    assert "What they said is hidden" not in never and "Not asked yet" in never


def test_viewers_do_not_read_what_is_not_for_quoting(as_viewer, as_researcher, researcher):
    interview = talk(researcher)
    interview.participants.update(consent=0)
    assert "Slack is on fire" not in page(as_viewer, interview)
    assert "Slack is on fire" in page(as_researcher, interview)


def test_the_first_turns_of_the_transcript_are_shown(as_researcher, researcher):
    interview = talk(researcher)
    ours = Speaker.objects.create(interview=interview, label="Inês", side="ours")
    hers = Speaker.objects.create(
        interview=interview, label="Maya", side="participant", participant=interview.participants.get()
    )
    for number in range(1, 31):
        speaker = hers if number % 2 else ours
        Segment.objects.create(
            interview=interview, speaker=speaker, number=number, text=f"Turn {number}.", start_ms=number * 61_000
        )
    html = page(as_researcher, interview)
    assert "Turn 12." in html
    assert "Turn 13." not in html
    assert "Read all 30 turns" in html
    assert ">1:01</a>" in html


def test_an_interview_with_nothing_in_it_says_so(as_researcher):
    html = page(as_researcher, InterviewFactory(status="draft"))
    assert "Nobody named yet" in html
    assert "Nothing hurts yet" in html
    assert "No notes." in html


def test_several_people_are_all_named(as_researcher, researcher):
    interview = talk(researcher)
    ParticipantFactory(interview=interview, person__name="Jun Ito", role="Analyst")
    html = page(as_researcher, interview)
    assert "Maya Lindqvist" in html
    assert "Jun Ito" in html


def test_quotes_that_belong_to_no_pain_point_are_shown_too(as_researcher, researcher):
    interview = talk(researcher)
    QuoteFactory(participant=interview.participants.get(), text="We bought three tools to avoid one conversation.")
    assert "We bought three tools" in page(as_researcher, interview)


def test_a_viewer_is_offered_nothing_to_change(as_viewer, researcher):
    interview = talk(researcher)
    html = page(as_viewer, interview)
    assert f"{interview.get_absolute_url()}archive/" not in html
    assert "/consent/" not in html
    assert "Name the root cause" not in html


@pytest.mark.parametrize("pk", [0, 99_999, 2**70])
def test_an_interview_that_is_not_there_is_a_404(as_researcher, pk):
    assert as_researcher.get(f"/interviews/{pk}/").status_code == 404


def test_the_page_asks_the_same_however_much_was_said(as_researcher, researcher, budget, django_assert_max_num_queries):
    short = talk(researcher)
    with budget("interview page"):
        page(as_researcher, short)
    lines = "".join(f'! Pain number {n} 4\n" Words {n}\n~ Around {n}\n? Why {n}\n  ? And why {n}\n' for n in range(15))
    long = talk(researcher, "Jun Ito", lines)
    cause = RootCause.objects.create(title="One cause")
    Why.objects.filter(text__startswith="And").update(root_cause=cause)
    with budget("interview page"):
        page(as_researcher, long)
