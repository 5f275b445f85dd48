"""Data checks: a claim tested on data settles a why, and can be evidence."""

from datetime import date

import pytest

from discovery.models import DataCheck, Evidence
from interviews.models import Act, Grounds, Mention
from tests.factories.discovery import DataCheckFactory, EvidenceFactory, HypothesisFactory
from tests.factories.interviews import InterviewFactory, MentionFactory, ParticipantFactory, WhyFactory

pytestmark = pytest.mark.django_db
ANSWERS = {
    "question": "Do the tables have readers we know?",
    "source": "SELECT count(*) FROM lineage",
    "result": "31 of 412 tables had a known reader.",
    "checked_on": "2026-05-21",
}


def ask(client, why, conclusion, **more):
    return client.post(f"/whys/{why.pk}/data-checks/", {**ANSWERS, "conclusion": conclusion, **more})


def test_where_nobody_is_behind_the_sources_no_people_are_counted(as_researcher):
    claim = HypothesisFactory()
    EvidenceFactory(hypothesis=claim, pain_point=None, data_check=DataCheckFactory(), stance="context")
    page = as_researcher.get(claim.get_absolute_url()).text
    assert "1 source" in page and "0 people" not in page and "0 companies" not in page


@pytest.fixture
def chain():
    """Two whys of one mention, each stated, the second under the first."""
    top = WhyFactory(text="Nobody knows who reads a table")
    return top, WhyFactory(mention=top.mention, parent=top, text="There is no list")


def test_a_check_confirms_a_why_and_the_chain_with_it(as_researcher, chain):
    top, _ = chain
    for why in chain:
        answer = ask(as_researcher, why, "confirmed")
        assert answer["Location"].endswith(f"#why-{why.pk}")
    for why in chain:
        why.refresh_from_db()
        assert (why.effective_grounds, why.path_grounds) == (Grounds.CONFIRMED, Grounds.CONFIRMED)
        assert (why.grounds, why.checked_source) == (Grounds.STATED, ANSWERS["source"])
    assert Mention.objects.with_grounds().get(pk=top.mention_id).grounds == Grounds.CONFIRMED
    page = as_researcher.get(top.interview.get_absolute_url()).text
    assert ANSWERS["source"] in page


def test_a_check_refutes_a_why_and_nothing_below_it_is_firmer_than_intuition(as_researcher, as_viewer, chain):
    top, below = chain
    ask(as_researcher, top, "refuted")
    top.refresh_from_db()
    below.refresh_from_db()
    assert top.refuted
    assert (below.refuted, below.path_grounds) == (False, Grounds.INTUITION)
    page = as_viewer.get(top.interview.get_absolute_url()).text
    assert page.count("Refuted") == 1


def test_an_undecided_check_changes_nothing(as_researcher, chain):
    ask(as_researcher, chain[0], "open")
    chain[0].refresh_from_db()
    assert chain[0].checked_grounds is None


def test_the_latest_conclusion_counts_and_each_is_kept(as_researcher, as_viewer, chain):
    why = chain[0]
    ask(as_researcher, why, "refuted", checked_on="2026-05-20")
    ask(as_researcher, why, "confirmed", result="The query was wrong: 208 have one.")
    ask(as_researcher, why, "refuted", checked_on="2026-05-19", result="Nobody asked the lineage.")
    why.refresh_from_db()
    assert (why.refuted, why.effective_grounds) == (False, Grounds.CONFIRMED)
    page = as_viewer.get(f"/whys/{why.pk}/data-checks/").text
    order = [page.index(text) for text in ("208 have one", ANSWERS["result"], "Nobody asked")]
    assert order == sorted(order)
    assert 'name="result"' not in page


def test_autosave_cannot_undo_a_confirmation(as_researcher, chain):
    why = chain[0]
    ask(as_researcher, why, "confirmed")
    why.refresh_from_db()
    why.grounds = Grounds.INTUITION
    assert why.effective_grounds == Grounds.CONFIRMED


def test_editing_archiving_and_restoring_a_check_moves_its_why(as_researcher, chain):
    why = chain[0]
    ask(as_researcher, why, "confirmed")
    check = DataCheck.objects.get()

    def effective():
        why.refresh_from_db()
        return why.effective_grounds

    as_researcher.post(f"/data-checks/{check.pk}/edit/", {**ANSWERS, "conclusion": "refuted", "version": 1})
    assert effective() == Grounds.INTUITION
    as_researcher.post(f"/data-checks/{check.pk}/archive/")
    assert effective() == Grounds.STATED
    as_researcher.post(f"/data-checks/{check.pk}/restore/")
    assert effective() == Grounds.INTUITION
    DataCheck.objects.all().archive()
    assert effective() == Grounds.STATED
    DataCheck.objects.all().restore()
    assert effective() == Grounds.INTUITION


def test_undoing_the_edit_of_a_check_gives_the_why_back_what_it_had(as_researcher, chain):
    why = chain[0]
    ask(as_researcher, why, "confirmed")
    check = DataCheck.objects.get()
    as_researcher.post(f"/data-checks/{check.pk}/edit/", {**ANSWERS, "conclusion": "refuted", "version": 1})
    as_researcher.post(Act.objects.order_by("pk").last().get_undo_url("/"))
    why.refresh_from_db()
    check.refresh_from_db()
    assert (check.conclusion, why.refuted, why.path_grounds) == ("confirmed", False, Grounds.CONFIRMED)


def test_undoing_one_of_two_archived_checks_settles_the_why(as_researcher, researcher, chain):
    first = DataCheckFactory(why=chain[0], checked_on=date(2026, 5, 1))
    second = DataCheckFactory(why=chain[0], checked_on=date(2026, 5, 2), conclusion="refuted")
    acts = [check.archive(researcher) for check in (first, second)]
    for check, act, refuted in ((first, acts[0], False), (second, acts[1], True)):
        as_researcher.post(f"/history/{act.pk}/undo/")
        check.refresh_from_db()
        chain[0].refresh_from_db()
        assert not check.is_archived
        assert (chain[0].refuted, chain[0].checked_grounds is not None) == (refuted, True)


def test_two_who_edit_at_once_lose_nothing(as_researcher, as_admin):
    check = DataCheckFactory()
    first = {**ANSWERS, "conclusion": "confirmed", "version": 1}
    assert as_researcher.post(f"/data-checks/{check.pk}/edit/", first).status_code == 302
    second = as_admin.post(f"/data-checks/{check.pk}/edit/", {**first, "result": "Another 5."})
    assert second.status_code == 409
    for text in ("Another 5.", ANSWERS["result"]):
        assert text in second.text


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(as_researcher, chain):
    answer = ask(as_researcher, chain[0], "confirmed", source="", checked_on="1900-13-01")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"source", "checked_on"}
    assert ANSWERS["result"] in answer.text
    assert not DataCheck.objects.exists()


def test_viewers_read_and_do_not_write(as_viewer, chain):
    assert ask(as_viewer, chain[0], "confirmed").status_code == 403
    check = DataCheckFactory()
    assert check.result in as_viewer.get("/data-checks/").text
    assert check.source in as_viewer.get(check.get_absolute_url()).text


def test_a_check_in_a_restricted_interview_is_for_its_readers(as_researcher, as_stranger, as_viewer, researcher):
    secret = InterviewFactory(restricted=True, created_by=researcher)
    why = WhyFactory(mention=MentionFactory(participant=ParticipantFactory(interview=secret)))
    check = DataCheckFactory(why=why)
    assert as_researcher.get(check.get_absolute_url()).status_code == 200
    for client in (as_stranger, as_viewer):
        assert client.get(check.get_absolute_url()).status_code == 404
        assert client.get(f"/whys/{why.pk}/data-checks/").status_code == 404
        assert check.result not in client.get("/data-checks/").text


def test_with_the_consent_a_check_of_a_why_goes_as_well(as_researcher, as_viewer, chain):
    check = DataCheckFactory(why=chain[0], question="They said that nobody knows who reads a table")
    hypothesis = HypothesisFactory()
    Evidence.objects.create(data_check=check, hypothesis=hypothesis)
    assert not as_researcher.get(f"/whys/{chain[0].pk}/data-checks/").context["form"]["question"].value()
    as_researcher.post(f"/participants/{chain[0].mention.participant_id}/withdraw/", {"version": 1})
    for client in (as_viewer, as_researcher):
        assert client.get(check.get_absolute_url()).status_code == 404
        assert client.get(check.get_history_url()).status_code == 404
        for address in ("/data-checks/", "/export/data-checks.csv", hypothesis.get_absolute_url()):
            assert "nobody knows who" not in body(client.get(address))
        tally = client.get(hypothesis.get_absolute_url()).context["supports"]
        assert (tally.hidden, len(tally.sources)) == (1, 1)


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_an_undecided_check_makes_nothing_firmer(as_viewer):
    check, hypothesis = DataCheckFactory(conclusion=DataCheck.Conclusion.OPEN), HypothesisFactory()
    Evidence.objects.create(data_check=check, hypothesis=hypothesis)
    assert [one.grounds for one in as_viewer.get(hypothesis.get_absolute_url()).context["supports"].sources] == [None]


def test_data_speaks_for_or_against_a_hypothesis_as_confirmed(as_researcher):
    check, hypothesis = DataCheckFactory(checked_on=date(2026, 5, 21)), HypothesisFactory()
    found = as_researcher.get(f"/hypotheses/{hypothesis.pk}/evidence/?find=known+reader&kind=data_check").text
    assert f'value="data_check:{check.pk}"' in found
    as_researcher.post(
        f"/hypotheses/{hypothesis.pk}/evidence/",
        {"chosen": f"data_check:{check.pk}", "stance": "challenges", "reason": "Not in the pull request"},
    )
    assert Evidence.objects.get().source == check
    page = as_researcher.get(hypothesis.get_absolute_url())
    tally = page.context["challenges"]
    assert [(one.grounds, one.fact) for one in tally.sources] == [(Grounds.CONFIRMED, check.result)]
    assert "Data check, 21 May 2026" in page.text
    assert hypothesis.title in as_researcher.get(f"/data-checks/{check.pk}/used-in/").text


def test_a_check_that_refutes_counts_against_whatever_was_chosen(as_researcher):
    check, hypothesis = DataCheckFactory(conclusion="refuted"), HypothesisFactory()
    form = as_researcher.get(f"/data-checks/{check.pk}/used-in/").context["link_form"]
    assert form["stance"].value() == "challenges"
    Evidence.objects.create(data_check=check, hypothesis=hypothesis)
    page = as_researcher.get(hypothesis.get_absolute_url()).context
    assert [one.grounds for one in page["challenges"].sources] == [Grounds.CONFIRMED]
    assert not page["supports"].sources


def test_the_claim_is_found_from_the_why_that_was_checked(as_viewer, chain):
    check, hypothesis = DataCheckFactory(why=chain[0]), HypothesisFactory()
    Evidence.objects.create(data_check=check, hypothesis=hypothesis)
    assert hypothesis.title in as_viewer.get(f"/whys/{chain[0].pk}/used-in/").text


def test_lists_and_pages_ask_the_same_however_many_there_are(as_viewer, chain, budget):
    DataCheckFactory.create_batch(20)
    DataCheckFactory.create_batch(5, why=chain[0])
    with budget("data checks"):
        as_viewer.get("/data-checks/")
    with budget("data checks of a why"):
        as_viewer.get(f"/whys/{chain[0].pk}/data-checks/")
