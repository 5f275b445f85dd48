"""A line becomes a pain point once it is written, and joins one we know when somebody says so."""

import pytest

from interviews import capture
from interviews.models import Mention, NoteLine, PainPoint, Quote
from tests.factories import interviews as make
from tests.interviews.noted import interview, mention, save

__all__ = ["interview", "save"]


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
