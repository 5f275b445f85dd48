"""Saving the notes makes records of every kind."""

from interviews.capture.cards import captured
from interviews.models import (
    FollowUp,
    Goal,
    Mention,
    NoteLine,
    PainPoint,
    Quote,
    QuoteLink,
    Responsibility,
    ToolUse,
    Why,
    Workaround,
)
from tests.interviews.noted import NOTES, interview, mention, save

__all__ = ["interview", "save"]


def test_every_mark_makes_its_record(save, interview, researcher):
    save(NOTES)
    broken, backfills = Mention.objects.order_by("pk")
    assert (broken.title, broken.severity, backfills.severity) == ("Schema changes break loads", 5, None)
    assert broken.pain_point.title == "Schema changes break loads"
    quote = broken.quotes.get()
    assert (quote.text, quote.kind, quote.is_frozen) == ("I find out because Slack is on fire.", "verbatim", False)
    assert [w.text for w in broken.workarounds.all()] == ["Hourly cron that diffs the schema"]
    assert Responsibility.objects.get().text == "On call, one week in three"
    assert Goal.objects.get().text == "Sleep through the night"
    assert {use.tool.name for use in ToolUse.objects.all()} == {"Airflow", "dbt"}
    follow_up = FollowUp.objects.get()
    assert (follow_up.text, str(follow_up.due_on), follow_up.owner) == (
        "Send her the diff script",
        "2026-12-01",
        researcher,
    )


def test_whys_stand_in_a_tree_with_the_weakest_grounds_of_their_path(save):
    save(NOTES)
    top, guess, seen = Why.objects.order_by("position")
    assert (top.parent, guess.parent, seen.parent) == (None, top, top)
    assert [why.grounds for why in (top, guess, seen)] == [2, 1, 3]
    assert seen.source == "https://wiki/contracts"
    assert [why.path_grounds for why in (top, guess, seen)] == [2, 1, 2]


def test_confirmed_without_a_source_is_stated_and_asks_for_one(save):
    save("! Pain\n?! Because of that")
    why = Why.objects.get()
    assert (why.grounds, why.needs_source) == (2, True)


def test_saving_the_same_notes_again_writes_nothing_new(save):
    save(NOTES)
    before = everything()
    save(NOTES)
    assert everything() == before


def everything():
    """All rows that notes make, with their stamps."""
    models = [NoteLine, Mention, PainPoint, Quote, QuoteLink, Workaround, Why, Goal, Responsibility, FollowUp, ToolUse]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_quote_without_a_pain_above_belongs_to_the_interview(save):
    save('" Before any pain\n! Pain')
    quote = Quote.objects.get()
    assert not quote.mentions.exists()
    save('! Pain\n" Before any pain')
    assert quote.mentions.get() == mention("Pain")


def test_a_follow_up_changed_elsewhere_stays_changed(save):
    save("@ 2026-12-01 Send it")
    FollowUp.objects.update(due_on="2026-12-24")
    save("@ 2026-12-01 Send it\nmore")
    assert str(FollowUp.objects.get().due_on) == "2026-12-24"
    save("@ 2026-12-02 Send it\nmore")
    assert str(FollowUp.objects.get().due_on) == "2026-12-02"


def test_responsibilities_typed_in_their_field_come_and_go(save):
    save("", responsibilities=["Ingestion", "On call"])
    first = Responsibility.objects.get(text="Ingestion")
    save("", responsibilities=["On call"])
    assert [one.text for one in Responsibility.objects.live()] == ["On call"]
    save("", responsibilities=["Ingestion"])
    assert Responsibility.objects.live().get() == first


def test_text_that_no_database_column_minds(save):
    save('! <b>bold</b> \u202eright to left\u202c 🙂 3\n" مرحبا\n# <script>')
    assert mention("<b>bold</b> \u202eright to left\u202c 🙂").severity == 3


def test_two_thousand_lines_are_one_save(save, django_assert_max_num_queries):
    block = '! Pain {n} 3\n" Words {n}\n~ Around {n}\n? Why {n}'
    notes = "\n".join(block.format(n=n) for n in range(60))
    save(notes)
    with django_assert_max_num_queries(75):
        save("A line at the top\n" + notes)


def test_the_panel_tells_a_chain_below_a_branch_from_another_answer(save, interview, researcher):
    save("! Loads break\n? Top\n  ? One\n    ? Because of one\n      ? Because of that\n  ? Other")
    whys = captured(interview, researcher).cards[0].whys
    assert [(step.why.text, level) for step, level in whys] == [
        ("Top", 0),
        ("One", 1),
        ("Because of one", 2),
        ("Because of that", 3),
        ("Other", 1),
    ]


def test_the_panel_keeps_a_chain_flush(save, interview, researcher):
    save("! Loads break\n? Top\n? Below\n? Below that")
    assert [level for _step, level in captured(interview, researcher).cards[0].whys] == [0, 0, 0]
