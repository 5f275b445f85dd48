"""Editing, moving and deleting lines of the notes keeps the records they made."""

from interviews.models import Goal, Mention, PainPoint, Quote, QuoteLink, RootCause, Why, Workaround
from tests.interviews.noted import NOTES, ids, interview, mention, save

__all__ = ["interview", "save"]


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


def test_a_root_cause_moves_down_to_the_leaf(save):
    cause = RootCause.objects.create(title="Nobody owns it")
    save("! Pain\n? Top")
    Why.objects.update(root_cause=cause)
    save("! Pain\n? Top\n? Below")
    top, below = Why.objects.order_by("position")
    assert (top.root_cause, below.root_cause) == (None, cause)
