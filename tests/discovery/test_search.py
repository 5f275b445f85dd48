"""Search over everything: every kind is found, narrowed, counted and goes on; a wrong query is said with its place."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from discovery.models import Document
from discovery.searchable import KINDS
from interviews.models import (
    Company,
    Consent,
    Mention,
    PainPoint,
    Participant,
    Persona,
    Quote,
    RootCause,
    Why,
    Workaround,
)
from tests.factories import discovery as decided
from tests.factories import interviews as made
from tests.interviews.talk import NOTES, talk

pytestmark = pytest.mark.django_db
PALETTE = {"HX-Request": "true", "HX-Target": "hits"}


def page(client, query: str):
    answer = client.get(f"{reverse('discovery:search')}{query}")
    assert answer.status_code == 200, answer.text[:2000]
    return answer


def palette(client, text: str, kind: str = ""):
    return client.get(reverse("discovery:search"), {"q": text, "kind": kind}, headers=PALETTE)


def kinds_in(answer) -> dict[str, list[str]]:
    """What was found, by kind: the addresses in their order."""
    groups = (answer.context or {}).get("groups") or []
    return {found.kind.name: [hit.url for hit in found.hits] for _, kinds in groups for found in kinds}


def tell(researcher, n: str = "") -> dict[str, str]:
    """One row of each kind with the word zebra, and the address at which it is found."""
    persona = made.PersonaFactory(name=f"Zebra keeper{n}")
    study = made.StudyFactory(title=f"Zebra crossing{n}")
    interview = talk(
        researcher,
        f"Zebra Lindqvist{n}",
        '! Zebra pain 4\n" Zebra words\n~ Zebra sheet\n? Zebra why\n',
        company=f"Zebra Ltd{n}",
        persona=persona,
        study=study,
    )
    participant = Participant.objects.get(interview=interview)
    voice = made.SpeakerFactory(interview=interview, label="Z", side="participant", participant=participant)
    segment = made.SegmentFactory(speaker=voice, number=7, text="So the zebra said")
    us = made.SpeakerFactory(interview=interview, label="I", side="ours")
    asked = made.SegmentFactory(speaker=us, number=8, text="And the zebra?")
    cause = made.RootCauseFactory(title="Zebra cause")
    Why.objects.filter(interview=interview).update(root_cause=cause)
    pain = PainPoint.objects.get(mentions__interview=interview)
    tool, code = made.ToolFactory(name=f"Zebra base{n}"), made.CodeFactory(name=f"Zebra stripes{n}")
    comment = made.CommentFactory(pain_point=pain, text="Is it always a zebra?", created_by=researcher)
    document = decided.DocumentFactory(title="Zebra plan")
    line = decided.RequirementFactory(document=document, text="Zebra must run")
    return {
        "quote": Quote.objects.get(interview=interview).get_absolute_url(),
        "segment": f"{reverse('interviews:transcript_read', args=[interview.pk])}#s{segment.number}",
        "ours": f"{reverse('interviews:transcript_read', args=[interview.pk])}#s{asked.number}",
        "notes": f"{interview.get_absolute_url()}#notes",
        "pain_point": pain.get_absolute_url(),
        "mention": pain.get_absolute_url(),
        "workaround": pain.get_absolute_url(),
        "why": pain.get_absolute_url(),
        "root_cause": cause.get_absolute_url(),
        "person": participant.person.get_absolute_url(),
        "company": participant.company.get_absolute_url(),
        "interview": interview.get_absolute_url(),
        "persona": persona.get_absolute_url(),
        "study": study.get_absolute_url(),
        "tool": tool.get_absolute_url(),
        "code": code.get_absolute_url(),
        "comment": comment.get_place_url(),
        "hypothesis": decided.HypothesisFactory(title="Zebra belief").get_absolute_url(),
        "document": document.get_absolute_url(),
        "requirement": line.get_line_url(),
        "data_check": decided.DataCheckFactory(question="Is it a zebra?").get_absolute_url(),
        "data_product": decided.DataProductFactory(name=f"Zebra feed{n}").get_absolute_url(),
        "weekly_update": decided.WeeklyUpdateFactory(title="A week of zebras").get_absolute_url(),
    }


@pytest.fixture
def world(researcher) -> dict[str, str]:
    return tell(researcher)


def test_every_kind_is_found_at_its_place(as_researcher, world):
    assert {kind.name for kind in KINDS} == set(world)
    answer = page(as_researcher, "?q=zebras")
    assert kinds_in(answer) == {name: [url] for name, url in world.items()}
    assert {kind.name: count for kind, count in answer.context["counts"]} == dict.fromkeys(world, "1")
    assert answer.text.count("<mark>") >= len(world) - 1
    assert kinds_in(palette(as_researcher, "zebr")) == kinds_in(answer)


def test_each_kind_has_a_page_of_its_own(as_researcher, world):
    for name, url in world.items():
        answer = page(as_researcher, f"?q=zebra&kind={name}")
        assert kinds_in(answer) == {name: [url]}
        assert kinds_in(page(as_researcher, f"?q=zebra+kind:{name.replace('_', '-')}")) == {name: [url]}
        assert kinds_in(palette(as_researcher, "zebra", name)) == {name: [url]}


def test_pages_of_a_kind_go_on_after_the_last_row(as_researcher):
    made_here = [decided.DocumentFactory(title=f"Giraffe {n}") for n in range(60)]
    seen, query = [], "?q=giraffe&kind=document"
    while query:
        answer = page(as_researcher, query)
        seen += kinds_in(answer)["document"]
        query = answer.context["next_url"]
    assert seen == [one.get_absolute_url() for one in reversed(made_here)]
    assert answer.context["counts"][0][1] == "60"


def test_what_is_narrowed_is_of_those_and_of_then(as_researcher, researcher):
    engineer, analyst = made.PersonaFactory(name="Data engineer"), made.PersonaFactory(name="Analyst")
    study = made.StudyFactory(title="Alerts")
    old = talk(researcher, "Maya", NOTES, company="Nordkap", persona=engineer, study=study, days_ago=200)
    new = talk(researcher, "Theo", NOTES, company="Vellmar", persona=analyst, days_ago=2)
    quotes = {one.interview_id: one.get_absolute_url() for one in Quote.objects.filter(text__contains="column")}
    first, second = [quotes[old.pk]], [quotes[new.pk]]
    nordkap = Company.objects.get(name="Nordkap")
    since = timezone.localdate() - timedelta(days=30)
    for query, expected in (
        ("", [*second, *first]),
        (f"&persona={engineer.pk}", first),
        ("+persona:%22data+engineer%22", first),
        ("+persona:ana", second),
        (f"&company={nordkap.pk}", first),
        ("+company:vellmar", second),
        (f"&study={study.pk}", first),
        ("+study:alerts", first),
        (f"&since={since}", second),
        (f"+since:{since}", second),
        (f"&until={since}", first),
        (f"+until:{since:%Y-%m}&persona={engineer.pk}", first),
    ):
        found = kinds_in(page(as_researcher, f"?q=column+kind:quote{query}"))
        assert found == {"quote": expected}, query
    pains = kinds_in(page(as_researcher, f"?q=schema&persona={engineer.pk}&since={since}"))
    assert "pain_point" not in pains, "one mention has to fit all"
    assert "document" not in kinds_in(page(as_researcher, f"?q=schema&persona={engineer.pk}"))


def test_only_filters_show_the_newest_of_what_they_leave(as_researcher, world):
    assert kinds_in(page(as_researcher, "?q=kind:document"))["document"] == [world["document"]]
    assert set(kinds_in(page(as_researcher, f"?persona={Persona.objects.get().pk}"))) == {
        *("quote", "segment", "notes", "pain_point", "mention", "workaround", "why", "root_cause"),
        *("person", "company", "interview", "persona", "study"),
    }


@pytest.mark.parametrize(
    ("query", "said", "marked"),
    [
        ("slow (dash", "The bracket that opens here is not closed.", "(dash"),
        ("kind:quot", "There is no kind “quot”. There are: quote,", "kind:quot"),
        ("x persona:nobody", "No persona is called “nobody”.", "persona:nobody"),
        ("x since:soon", "since: takes a day such as 2026-01-31", "since:soon"),
        ("since:2026-02-31 x", "since: takes a day such as 2026-01-31", "since:2026-02-31 x"),
        ("until:2026-13", "until: takes a day such as 2026-01-31", "until:2026-13"),
    ],
)
def test_a_wrong_query_is_said_with_its_place(as_researcher, query, said, marked):
    answer = as_researcher.get(reverse("discovery:search"), {"q": query})
    assert answer.status_code == 400
    assert said in answer.text
    assert re.search(r'<mark class="here">([^<]*)</mark>', answer.text)[1] == marked
    assert palette(as_researcher, query).status_code == 200, "while somebody types it is not finished"


def test_keys_that_are_none_are_refused(as_researcher):
    for query in ("?colour=red", "?q=a&q=b", "?kind=quot", "?persona=99999999", "?since=soon"):
        assert as_researcher.get(reverse("discovery:search") + query).status_code == 400


def test_a_reference_leads_to_its_record(as_researcher, researcher):
    pain = made.PainPointFactory(title="Loads break")
    document = decided.DocumentFactory(body=f"Because of {pain.reference}, we …")
    for answer in (page(as_researcher, f"?q={pain.reference.lower()}"), palette(as_researcher, pain.reference)):
        assert [one.pk for one in answer.context["named"]] == [pain.pk]
        assert pain.get_absolute_url() in answer.text
        assert kinds_in(answer)["document"] == [document.get_absolute_url()]
    assert page(as_researcher, "?q=PP-99999").context["named"] == []


def test_what_was_mistyped_is_corrected_by_what_is_there(as_researcher):
    decided.DocumentFactory(title="Churn of customers")
    for answer in (page(as_researcher, "?q=chrun+custmers"), palette(as_researcher, "chrun custmers")):
        assert answer.context["meant"] == "churn customers"
        assert "?q=churn%20customers" in answer.text
    assert page(as_researcher, "?q=chrun+giraffe").context["meant"] == ""


def test_no_name_is_offered_to_whoever_sees_none(as_viewer, as_researcher, researcher):
    """Neither of somebody who took part nor of anybody else on record, however it is written."""
    talk(researcher, "Zebulonia Holt", "! Zebulonia waits for zebuloids 3\n")
    made.PersonFactory(name="Zoë Quaggard")
    decided.DocumentFactory(title="Quaggard, and zoe")
    for typed, offered in (("Zebolonia", "zebulonia"), ("quagard", "quaggard"), ("zebuloidz", "zebuloids")):
        for ask in (lambda client, text: page(client, f"?q={text}"), palette):
            assert ask(as_researcher, typed).context["meant"] == offered
            assert ask(as_viewer, typed).context["meant"] == ("zebuloids" if offered == "zebuloids" else "")
    assert palette(as_researcher, "zo").context["completions"] == ["zoe"]
    assert palette(as_viewer, "zo").context["completions"] == []


def test_words_are_completed_while_they_have_hardly_begun(as_researcher):
    for title in ("Dashboard one", "Dashboard two", "Data"):
        decided.DocumentFactory(title=title)
    interview = made.InterviewFactory(notes="Daffodils")
    answer = palette(as_researcher, "my da")
    assert answer.context["completions"] == []
    assert palette(as_researcher, "da").context["completions"] == ["dashboard", "data"]
    assert "notes" not in kinds_in(palette(as_researcher, "da")), "long kinds are not asked yet"
    assert kinds_in(palette(as_researcher, "daff"))["notes"] == [f"{interview.get_absolute_url()}#notes"]


def test_nothing_found_says_so(as_researcher):
    answer = page(as_researcher, "?q=nowhere")
    assert "Nothing you may see has these words." in answer.text
    assert "Nothing you may see has these words." in palette(as_researcher, "nowhere").text
    assert "How to search" in page(as_researcher, "").text


def test_what_is_archived_or_merged_away_is_absent_and_comes_back(as_researcher, researcher, world):
    for name, model in (("pain_point", PainPoint), ("document", Document), ("root_cause", RootCause)):
        row = model.objects.get()
        row.archive(researcher)
        assert name not in kinds_in(page(as_researcher, "?q=zebra")), name
        assert name not in kinds_in(palette(as_researcher, "zebra")), name
        row.restore(researcher)
        assert name in kinds_in(page(as_researcher, "?q=zebra")), name
    quote = Quote.objects.get()
    quote.interview.archive(researcher)
    left = set(kinds_in(page(as_researcher, "?q=zebra")))
    assert not left & {"quote", "segment", "ours", "notes", "mention", "workaround", "why", "interview"}


def test_what_was_withdrawn_is_absent_at_once(as_admin, world):
    Participant.objects.update(consent_withdrawn_at=timezone.now())
    left = set(kinds_in(page(as_admin, "?q=zebra")))
    assert not left & {"quote", "segment", "notes", "pain_point", "mention", "workaround", "why"}


def test_readers_without_names_find_pseudonyms(as_viewer, as_researcher, world):
    assert "person" not in kinds_in(page(as_viewer, "?q=lindqvist"))
    assert "interview" not in kinds_in(page(as_viewer, "?q=lindqvist"))
    assert {"person", "interview"} <= set(kinds_in(page(as_researcher, "?q=lindqvist")))


def test_whoever_asks_next_is_answered_for_themselves(
    as_admin, as_stranger, as_researcher, stranger, researcher, world
):
    """What somebody may see is put into SQL once for each of them, not once for all."""
    interview = Quote.objects.get().interview
    type(interview).objects.update(restricted=True)
    for client, sees in ((as_admin, True), (as_stranger, False), (as_researcher, True), (as_stranger, False)):
        assert ("quote" in kinds_in(palette(client, "zebra"))) == sees
        assert ("quote" in kinds_in(page(client, "?q=zebra"))) == sees
    interview.readers.add(stranger)
    assert "quote" in kinds_in(palette(as_stranger, "zebra"))
    type(interview).objects.update(restricted=False)
    Participant.objects.update(consent=Consent.NONE)
    assert "quote" in kinds_in(palette(as_stranger, "zebra"))
    User.objects.filter(pk=stranger.pk).update(role=Role.VIEWER)
    assert "quote" not in kinds_in(palette(as_stranger, "zebra")), (
        "who only reads does not read what is not for quoting"
    )


def test_what_can_be_done_is_offered_to_those_who_may(as_researcher, as_viewer):
    answer = palette(as_researcher, "column is gone")
    assert f"{reverse('interviews:pain_point_new')}?title=column+is+gone" in answer.text
    assert "of=search&amp;q=column+is+gone" in answer.text
    assert reverse("interviews:pain_point_new") not in palette(as_viewer, "column is gone").text
    assert "Go to Root causes" in palette(as_viewer, "root").text


def test_a_search_is_saved_like_any_view(as_researcher, researcher, world):
    query = f"?q=zebra&kind=document&persona={Persona.objects.get().pk}"
    saved = as_researcher.post(f"{reverse('interviews:saved_view_new')}{query}&of=search", {"name": "Zebras"})
    assert saved.status_code == 302, saved.text[:800]
    view = User.objects.get(pk=researcher.pk).saved_views.get()
    assert view.of == "search"
    opened = as_researcher.get(reverse("interviews:saved_view_read", args=[view.pk]), follow=True)
    assert opened.status_code == 200
    view.query = "q=zebra"
    view.save()
    counted = as_researcher.get(reverse("interviews:saved_view_counts"), headers={"HX-Request": "true"})
    assert re.search(r'<span class="n">(\d+)', counted.text)[1] == str(len(world))


def test_the_index_says_what_the_rows_say(world):
    assert (Mention.objects.count(), Workaround.objects.count()) == (1, 1)
    call_command("search_check")


def test_comments_hide_with_what_they_are_about(as_researcher, as_viewer, researcher):
    interview = talk(researcher)
    comment = made.CommentFactory(
        pain_point=None, interview=interview, text="Ask about the walrus", created_by=researcher
    )
    for client in (as_researcher, as_viewer):
        assert kinds_in(page(client, "?q=walrus")) == {"comment": [comment.get_place_url()]}
    interview.restricted = True
    interview.save()
    assert kinds_in(page(as_researcher, "?q=walrus")) == {"comment": [comment.get_place_url()]}
    assert kinds_in(page(as_viewer, "?q=walrus")) == kinds_in(palette(as_viewer, "walr")) == {}
    comment.archive(researcher)
    assert kinds_in(page(as_researcher, "?q=walrus")) == {}
