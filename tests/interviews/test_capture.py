"""Saving the notes makes records, and editing the notes keeps them."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from interviews import capture
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
    RootCause,
    ToolUse,
    Why,
    Workaround,
)
from tests.factories import interviews as make

NOTES = """Runs ingestion for 40 sources.
! Schema changes break loads 5
" I find out because Slack is on fire.
~ Hourly cron that diffs the schema
? Teams rename columns
  ?? Nobody tells them who reads
  ?! There is no contract <- https://wiki/contracts
---
= On call, one week in three
> Sleep through the night
# Airflow, dbt
@ 2026-12-01 Send her the diff script
! Backfills are manual"""


@pytest.fixture
def interview(researcher):
    return capture.open_interview(uuid.uuid4(), researcher)


@pytest.fixture
def save(interview, researcher):
    """Save the notes as the log screen does; returns the interview."""

    def save(notes, caret=None, **more):
        interview.refresh_from_db()
        entry = capture.Entry(version=interview.version, notes=notes, caret=caret, **more)
        return capture.save(interview, entry, researcher)

    return save


def mention(title):
    return Mention.objects.get(title=title)


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


def ids(model):
    return dict(model.objects.filter(archived_at=None).values_list("pk", "line__text"))


def test_a_line_inserted_at_the_top_keeps_every_record(save):
    save(NOTES)
    before = {model: ids(model) for model in (Mention, Quote, Why, Workaround, Goal)}
    save("A new first line\n" + NOTES)
    assert {model: ids(model) for model in before} == before
    assert [why.position for why in Why.objects.order_by("position")] == [6, 7, 8]


def test_swapped_blocks_keep_their_records(save):
    one, two = '! One\n" Said of one\n? Why one', '! Two\n" Said of two\n? Why two\n? Deeper'
    save(f"{one}\n{two}")
    before = {model: ids(model) for model in (Mention, Quote, Why)}
    links = set(QuoteLink.objects.values_list("quote", "mention"))
    save(f"{two}\n{one}")
    assert {model: ids(model) for model in before} == before
    assert set(QuoteLink.objects.values_list("quote", "mention")) == links


def test_cut_autosave_and_paste_keeps_the_ids(save):
    block, rest = '! One\n" Said of one\n? Why one\n  ? Why deeper', "! Two\n? Why two"
    save(f"{block}\n{rest}")
    before = {model: ids(model) for model in (Mention, Quote, Why, PainPoint) if model is not PainPoint}
    pain_points = set(PainPoint.objects.live().values_list("pk", flat=True))
    save(rest)
    assert set(PainPoint.objects.live().values_list("title", flat=True)) == {"Two"}
    save(f"{rest}\n{block}")
    assert {model: ids(model) for model in before} == before
    assert set(PainPoint.objects.live().values_list("pk", flat=True)) == pain_points


def test_a_half_typed_pain_makes_no_pain_point_until_the_caret_leaves(save):
    save("! Sch", caret=1)
    assert mention("Sch").pain_point is None
    save("! Schema changes", caret=1)
    assert not PainPoint.objects.exists()
    save("! Schema changes\n", caret=2)
    assert mention("Schema changes").pain_point.title == "Schema changes"


def test_finish_settles_what_was_half_typed_and_freezes_the_quotes(save, interview, researcher):
    save('! Schema changes\n" My words', caret=2)
    finished = capture.finish(interview, researcher)
    assert (finished.status, finished.completed_at is not None) == ("complete", True)
    assert mention("Schema changes").pain_point is not None
    assert Quote.objects.get().is_frozen


def test_an_edit_renames_the_pain_point_while_it_is_this_mentions_alone(save):
    save("! Schema changes break")
    pain_point = PainPoint.objects.get()
    save("! Schema changes break loads")
    pain_point.refresh_from_db()
    assert pain_point.title == "Schema changes break loads"


@pytest.mark.parametrize("link", ["another mention", "a code", "a description"])
def test_a_pain_point_that_others_rely_on_keeps_its_title(save, link):
    save("! Schema changes break")
    pain_point = PainPoint.objects.get()
    if link == "another mention":
        make.MentionFactory(pain_point=pain_point, same_pain=True)
    elif link == "a code":
        pain_point.codes.add(make.CodeFactory())
    else:
        PainPoint.objects.update(description="Found out in March.")
    save("! Schema changes break loads")
    pain_point.refresh_from_db()
    assert pain_point.title == "Schema changes break"
    assert Mention.objects.filter(title="Schema changes break loads", pain_point=pain_point).exists()


def test_a_very_long_line_keeps_its_words_and_cuts_the_title(save):
    save("! " + "long " * 400)
    assert len(Mention.objects.get().title) > 1900
    assert len(PainPoint.objects.get().title) <= PainPoint.TITLE_LENGTH


def test_same_pain_joins_and_removes_the_one_made_for_it(save, researcher):
    known = make.PainPointFactory(title="Loads break")
    save("! Loads often break")
    one = mention("Loads often break")
    own = one.pain_point
    capture.same_pain(one, known)
    own.refresh_from_db()
    assert own.is_archived
    save("! Loads often break at night")
    known.refresh_from_db()
    assert known.title == "Loads break"
    assert capture.own_pain(Mention.objects.get(pk=one.pk), researcher) != known


def test_taking_same_pain_back_gives_the_pain_point_it_had(save, researcher):
    save("! Loads often break")
    one = mention("Loads often break")
    own = one.pain_point
    capture.same_pain(one, make.PainPointFactory())
    assert capture.own_pain(one, researcher) == own
    own.refresh_from_db()
    assert not own.is_archived


def test_a_pain_point_made_by_hand_survives_the_mention_that_chose_it(save):
    known = make.PainPointFactory()
    save("! Loads often break")
    capture.same_pain(mention("Loads often break"), known)
    NoteLine.objects.update(kept=False)
    Mention.objects.update(same_pain=True)
    save("")
    known.refresh_from_db()
    assert not known.is_archived


def test_what_somebody_archives_by_hand_is_not_brought_back_by_a_save(save):
    save("! Loads break\nmore")
    PainPoint.objects.get().archive()
    save("! Loads break\nmore words")
    assert PainPoint.objects.get().is_archived


def test_deleting_a_line_archives_its_record_and_undo_brings_the_same_back(save):
    save('! Loads break 3\n" Words\n? Why')
    before = {model: ids(model) for model in (Mention, Quote, Why)}
    pain_point = PainPoint.objects.get()
    save("")
    assert not any(ids(model) for model in before)
    assert not PainPoint.objects.live().exists()
    save("something else")
    save('! Loads break 3\n" Words\n? Why')
    assert {model: ids(model) for model in before} == before
    assert PainPoint.objects.live().get() == pain_point


def test_deleting_a_pain_line_lets_nothing_slide_to_the_pain_above(save):
    save('! First\n! Second\n" Of the second\n~ Around the second\n? Why the second')
    second = mention("Second")
    save('! First\n" Of the second\n~ Around the second\n? Why the second')
    second.refresh_from_db()
    assert second.archived_at is None
    assert second.quotes.get().text == "Of the second"
    assert second.workarounds.get().text == "Around the second"
    assert second.whys.get().text == "Why the second"
    assert not mention("First").quotes.exists()


def test_a_why_moves_with_its_tree_to_another_pain(save):
    save("! First\n? Top\n  ? Below\n! Second")
    save("! First\n! Second\n? Top\n  ? Below")
    second = mention("Second")
    top, below = Why.objects.order_by("position")
    assert (top.mention, below.mention, below.parent) == (second, second, top)


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


def test_a_root_cause_moves_down_to_the_leaf(save):
    cause = RootCause.objects.create(title="Nobody owns it")
    save("! Pain\n? Top")
    Why.objects.update(root_cause=cause)
    save("! Pain\n? Top\n? Below")
    top, below = Why.objects.order_by("position")
    assert (top.root_cause, below.root_cause) == (None, cause)


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


def test_a_tool_under_the_caret_waits(save):
    save("# Air", caret=1)
    assert not ToolUse.objects.exists()
    save("# Airflow\n", caret=2)
    assert ToolUse.objects.get().tool.name == "Airflow"


def test_tools_are_one_whatever_their_case(save):
    make.ToolFactory(name="dbt")
    save("# DBT, dbt\n# Dbt")
    assert [use.tool.name for use in ToolUse.objects.all()] == ["dbt"]


def test_a_mistyped_tool_leaves_nothing_behind(save):
    kept = make.ToolFactory(name="Kept by hand", created_at=timezone.now() - timedelta(days=1))
    save("# Airfow\n# Kept by hand")
    save("# Airflow\n")
    assert list(ToolUse.objects.live().values_list("tool__name", flat=True)) == ["Airflow"]
    assert ToolUse.objects.get(tool__name="Airfow").tool.is_archived
    kept.refresh_from_db()
    assert not kept.is_archived


def test_a_picked_tool_stays_when_a_line_named_it_for_a_while(save):
    save("", tools=["dbt"])
    save("# dbt\n")
    save("")
    assert ToolUse.objects.live().get().tool.name == "dbt"


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
