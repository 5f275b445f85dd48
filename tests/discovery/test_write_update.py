"""Writing a weekly update: leaving out, rewording, ordering, adding; nothing is lost and nobody is overwritten."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.models import UpdateLine
from discovery.update_reading import read
from discovery.updates import draft, in_order, moved_past
from interviews.models import Act, Change
from tests.discovery.weekly import MONDAY, heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(researcher):
    for name in ("Maya Lindqvist", "Bo Lind", "Ida Falk"):
        heard(name, text=f"The number {len(name)} was wrong on a quiet morning")
    return draft(MONDAY, researcher)


def fields(update, **more):
    """What the form sends as it stands."""
    update.refresh_from_db()
    lines = list(update.lines.all())
    sent = {"title": update.title, "lead": update.lead, "named": str(update.named), "version": update.version}
    sent |= {f"text_{line.pk}": line.text for line in lines}
    sent |= {f"shown_{line.pk}": "on" for line in lines if line.shown}
    return {**sent, "order": ",".join(str(line.pk) for line in lines), **more}


def save(client, update, **more):
    return client.post(update.get_edit_url(), fields(update, **more))


def of(update, section):
    return list(update.lines.filter(section=section))


def test_a_line_is_left_out_and_taken_in_again(as_researcher, update):
    line = of(update, "heard")[0]
    sent = fields(update)
    del sent[f"shown_{line.pk}"]
    as_researcher.post(update.get_edit_url(), sent)
    assert line.pk not in [one.row.pk for one in read(update).lines]
    page = as_researcher.get(update.get_edit_url()).text
    assert f'name="shown_{line.pk}"' in page
    save(as_researcher, update, **{f"shown_{line.pk}": "on"})
    assert line.pk in [one.row.pk for one in read(update).lines]


def test_a_line_in_other_words_keeps_its_source(as_researcher, update):
    line = of(update, "gained")[0]
    save(as_researcher, update, **{f"text_{line.pk}": "They wait for us, see INT-1"})
    [told] = [one for one in read(update).lines if one.row.pk == line.pk]
    assert told.words == "They wait for us, see INT-1"
    assert told.source == line.pain_point.reference


def test_words_of_customers_cannot_be_reworded_only_added_to(as_researcher, update):
    line = of(update, "said")[0]
    save(as_researcher, update, **{f"text_{line.pk}": "As we heard before."})
    [told] = [one for one in read(update).lines if one.row.pk == line.pk]
    assert (told.quote, told.words) == (line.quote.text, "As we heard before.")


@pytest.mark.parametrize(("way", "expected"), [("down", [1, 0, 2]), ("up", [0, 1, 2])])
def test_a_line_moves_within_its_section_without_a_script(as_researcher, update, way, expected):
    lines = of(update, "heard")
    answer = save(as_researcher, update, **{way: lines[0].pk})
    assert answer.url == f"{update.get_edit_url()}#line-{lines[0].pk}"
    assert of(update, "heard") == [lines[at] for at in expected]


def test_a_line_of_ones_own_links_what_it_names(as_researcher, update):
    interview = of(update, "heard")[0].interview
    save(as_researcher, update, new_text=f"The sketch was shown, see {interview.reference}", new_section="also")
    page = as_researcher.get(update.get_absolute_url()).text
    assert "Also this week" in page
    assert f'<a href="{interview.get_absolute_url()}"' in page
    own = of(update, "also")[0]
    answer = save(as_researcher, update, **{f"text_{own.pk}": " "})
    assert answer.status_code == 422
    assert "leave them out by their mark" in answer.text


def test_a_save_is_one_act_and_undo_brings_all_of_it_back(as_researcher, update, researcher):
    lines = of(update, "heard")
    sent = fields(update, title="Another", lead="Read this", down=lines[0].pk, new_text="Ours")
    sent[f"text_{lines[1].pk}"] = "reworded"
    before = {line.pk: (line.position, line.shown, line.text) for line in update.lines.all()}
    as_researcher.post(update.get_edit_url(), sent)
    act = Act.objects.filter(changes__in=Change.objects.of(update)).latest("pk")
    as_researcher.post(reverse("interviews:act_undo", args=[act.pk]))
    update.refresh_from_db()
    assert (update.title, update.lead) != ("Another", "Read this")
    after = {line.pk: (line.position, line.shown, line.text) for line in update.lines.filter(pk__in=before)}
    assert after == before
    assert not update.lines.get(text="Ours").shown


def test_history_says_what_was_done_and_repeats_no_words(as_researcher, update):
    save(as_researcher, update, lead="Somebody said that it hurts", new_text="Words of ours")
    page = as_researcher.get(reverse("discovery:weekly_update_history", args=[update.pk])).text
    assert "Lines were changed" in page
    assert "it hurts" not in page and "Words of ours" not in page


def test_what_is_typed_is_saved_while_it_is_typed_in_one_sitting(as_researcher, update):
    url = reverse("discovery:weekly_update_autosave", args=[update.pk])
    for lead in ("Re", "Read this first"):
        answer = as_researcher.post(url, fields(update, lead=lead))
        assert answer.status_code == 200
    update.refresh_from_db()
    assert update.lead == "Read this first"
    assert answer.json()["version"] == update.version
    assert Act.objects.filter(kind=Act.Kind.WRITTEN).count() == 1

    stale = as_researcher.post(url, {**fields(update), "lead": "Mine", "version": update.version - 1})
    assert stale.status_code == 409
    assert {"label": "Lead", "name": "lead", "stored": "Read this first"} in stale.json()["conflicts"]


def test_a_sitting_is_undone_as_one_and_the_history_repeats_no_words(as_researcher, update):
    url = reverse("discovery:weekly_update_autosave", args=[update.pk])
    line = of(update, "said")[0]
    before = update.title
    for words in ("As it", "As it was said"):
        sent = fields(update, title="Another", lead=words, **{f"text_{line.pk}": words})
        sent.pop(f"shown_{line.pk}", None)
        as_researcher.post(url, sent)
    page = as_researcher.get(reverse("discovery:weekly_update_history", args=[update.pk])).text
    act = Act.objects.get(kind=Act.Kind.WRITTEN)
    assert "Lines were changed" in page and "As it" not in page
    assert reverse("interviews:act_undo", args=[act.pk]) in page
    as_researcher.post(reverse("interviews:act_undo", args=[act.pk]))
    update.refresh_from_db()
    assert (update.title, update.lead, *now(line)) == (before, "", True, "")

    as_researcher.post(url, fields(update, lead="Once more"))
    assert Act.objects.filter(kind=Act.Kind.WRITTEN).count() == 2


def test_a_form_that_is_open_notices_that_a_sitting_which_changed_only_lines_was_undone(as_researcher, update):
    url = reverse("discovery:weekly_update_autosave", args=[update.pk])
    line = of(update, "said")[0]
    as_researcher.post(url, fields(update, **{f"text_{line.pk}": "Reworded"}))
    update.refresh_from_db()
    shown = fields(update)
    as_researcher.post(reverse("interviews:act_undo", args=[Act.objects.get(kind=Act.Kind.WRITTEN).pk]))
    assert now(line) == (True, "")
    assert as_researcher.post(url, shown).status_code == 409


@pytest.fixture
def taken_in(as_researcher, update):
    """A form as it was before somebody took in what is new and reworded a line of it; the form and that line."""
    shown = fields(update)
    pain = heard("Ada Marl", text="The other number was wrong on an evening").mentions.get().pain_point
    as_researcher.post(reverse("discovery:weekly_update_redraw", args=[update.pk]), {"version": shown["version"]})
    line = update.lines.get(pain_point=pain)
    save(as_researcher, update, **{f"text_{line.pk}": "Reworded", f"shown_{line.pk}": "on"})
    return shown, line


def now(line):
    line.refresh_from_db()
    return line.shown, line.text


@pytest.mark.parametrize("name", ["autosave", "edit"])
def test_lines_that_a_form_never_showed_stay_when_it_is_saved_all_the_same(as_researcher, update, taken_in, name):
    url = reverse(f"discovery:weekly_update_{name}", args=[update.pk])
    sent, line = taken_in
    told = as_researcher.post(url, sent | {"title": "Mine"})
    assert told.status_code == 409
    update.refresh_from_db()
    as_researcher.post(url, sent | {"title": "Mine", "version": update.version})
    update.refresh_from_db()
    assert (update.title, *now(line)) == ("Mine", True, "Reworded")


def test_the_form_shown_again_after_a_conflict_has_them_as_they_are(as_researcher, update, taken_in):
    sent, line = taken_in
    form = as_researcher.post(update.get_edit_url(), sent | {"title": "Mine"}).context["form"]
    assert form[f"text_{line.pk}"].value() == "Reworded"
    assert form[f"shown_{line.pk}"].value()
    assert f"text_{line.pk}" not in [field.name for field, _ in form.conflicts]


def test_a_line_that_somebody_else_added_is_told_as_a_conflict_and_stays(as_researcher, update):
    sent = fields(update)
    save(as_researcher, update, new_text="Theirs", new_section="also")
    url = reverse("discovery:weekly_update_autosave", args=[update.pk])
    assert as_researcher.post(url, sent | {"title": "Mine"}).status_code == 409
    update.refresh_from_db()
    assert as_researcher.post(url, sent | {"title": "Mine", "version": update.version}).status_code == 200
    assert now(of(update, "also")[0]) == (True, "Theirs")


@pytest.mark.parametrize("typed", ["x" * 1001, "\x00"])
def test_what_no_line_can_hold_is_refused_at_its_field(as_researcher, update, typed):
    answer = save(as_researcher, update, new_text=typed)
    assert answer.status_code == 422


def test_those_who_only_read_see_no_draft(as_viewer, update):
    assert as_viewer.get(update.get_absolute_url()).status_code == 404
    assert update.title not in as_viewer.get(reverse("discovery:weekly_update_list")).text
    assert as_viewer.get(update.get_edit_url()).status_code == 403


def rows(sections):
    return [UpdateLine(pk=place, section=section) for place, section in enumerate(sections, 1)]


SECTIONS = st.lists(st.sampled_from(["heard", "said", "gained"]), max_size=8)
KEYS = st.lists(st.integers(-1, 12), max_size=12)


@given(SECTIONS, KEYS, st.integers(0, 9), st.sampled_from([-1, 1]))
def test_no_order_loses_a_line_or_has_one_twice(sections, wanted, key, steps):
    lines = rows(sections)
    ordered = moved_past(in_order(lines, wanted), key, steps)
    assert sorted(one.pk for one in ordered) == [one.pk for one in lines]


@given(SECTIONS, st.integers(1, 8))
def test_a_line_that_moves_changes_places_with_its_neighbour_of_the_section_only(sections, key):
    lines = rows(sections)
    moved = moved_past(lines, key, 1)
    for section in set(sections):
        own, now = ([one.pk for one in some if one.section == section] for some in (lines, moved))
        if key in own and key != own[-1]:
            at = own.index(key)
            own[at], own[at + 1] = own[at + 1], own[at]
        assert now == own


@given(st.data())
@settings(max_examples=25)
def test_no_way_of_writing_loses_a_line(data):
    """Whatever is left out, reworded and ordered, every line stays one of the draft with its source."""
    sections = data.draw(SECTIONS)
    lines = rows(sections)
    left_out = data.draw(st.sets(st.sampled_from([line.pk for line in lines]))) if lines else set()
    for line in lines:
        line.shown, line.text = line.pk not in left_out, data.draw(st.text(max_size=5))
    ordered = in_order(lines, data.draw(KEYS))
    assert {line.pk for line in ordered} == {line.pk for line in lines}
    assert {line.pk for line in ordered if line.shown} == {line.pk for line in lines} - left_out
