"""Laws of merging and splitting: whatever is merged, and whatever happens then, undo restores every row."""

from collections import defaultdict
from unittest import mock

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from discovery.models import Evidence, Hypothesis
from interviews.merging import KINDS, merge, split
from interviews.models import Act, CannotUndo, Code, Mention, PainPoint, Person
from interviews.models.states import encoded, tracked
from tests.factories import interviews as made
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
JOURNAL = ("act", "change", "announcement")
few = settings(max_examples=12, suppress_health_check=list(HealthCheck))


def everything():
    """Every row of both apps, without versions and times of the last save."""
    return {
        (model._meta.label, row.pk): {column.name: encoded(column, row) for column in tracked(model)}
        for app in ("interviews", "discovery")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.model_name not in JOURNAL
        for row in model._base_manager.all()
    }


class World:
    """Four of each kind, pointed at at random; some rows would clash when those are merged."""

    def __init__(self, draw):
        self.draw = draw
        self.user = UserFactory()
        self.companies = made.CompanyFactory.create_batch(4)
        self.codes = made.CodeFactory.create_batch(2)
        for name in ("Lineage", "Trust", "Freshness", "Access"):  # each below any of those before it
            self.codes.append(made.CodeFactory(parent=self.one([None, *self.codes]), name=name))
        self.people = [
            made.PersonFactory(company=self.one(self.companies), email=draw(st.sampled_from(["", "m@x.org"])))
            for _ in range(4)
        ]
        self.tools = made.ToolFactory.create_batch(4)
        self.causes = made.RootCauseFactory.create_batch(4)
        self.pains = made.PainPointFactory.create_batch(4)
        self.hypothesis = Hypothesis.objects.create(title="We believe it")
        for pain in self.pains:
            pain.codes.set(self.some(self.codes))
        for _ in range(3):
            self.conversation()
        for pain in self.some(self.pains):
            Evidence.objects.create(pain_point=pain, hypothesis=self.hypothesis)

    def one(self, rows):
        return self.draw(st.sampled_from(rows))

    def some(self, rows):
        return self.draw(st.lists(st.sampled_from(rows), unique=True, max_size=len(rows)))

    def conversation(self):
        """An interview with two people who tell pains with whys and use tools."""
        interview = made.InterviewFactory()
        for place, person in enumerate(self.draw(st.permutations(self.people))[:2]):
            who = made.ParticipantFactory(
                interview=interview, person=person, position=place, company=self.one(self.companies)
            )
            mention = self.mention(who)
            made.WhyFactory(mention=mention, root_cause=self.one(self.causes))
            for tool in self.some(self.tools):
                made.ToolUseFactory(participant=who, tool=tool)

    def mention(self, who):
        return made.MentionFactory(participant=who, pain_point=self.one(self.pains))

    def of(self, kind):
        rows = {"pain-points": self.pains, "people": self.people, "companies": self.companies}
        return (rows | {"codes": self.codes, "tools": self.tools, "root-causes": self.causes})[kind]


class Merging(TestCase):
    """Each example is its own transaction."""

    @few
    @given(st.data())
    def test_undo_restores_every_row(self, data):
        world = World(data.draw)
        kind = data.draw(st.sampled_from(sorted(KINDS)))
        survivor, *gone = data.draw(st.permutations(world.of(kind)))[: data.draw(st.integers(2, 4))]
        before = everything()
        act = merge(survivor, gone, world.user)
        after = everything()
        assert before.keys() <= after.keys(), "a row was deleted"
        assert all(after[type(one)._meta.label, one.pk]["merged_into"] == survivor.pk for one in gone)
        undone = act.undo(world.user)
        assert everything() == before
        assert not undone.left

    @few
    @given(st.data())
    def test_undo_restores_every_row_after_edits_new_mentions_and_a_second_merge(self, data):
        """In either order of the two undos. Rows that came later stay with the survivor."""
        world = World(data.draw)
        kind = data.draw(st.sampled_from(sorted(KINDS)))
        rows = data.draw(st.permutations(world.of(kind)))
        before = everything()
        first = merge(rows[0], rows[1:2], world.user)
        title = "title" if kind in ("pain-points", "root-causes") else "name"
        type(rows[0]).objects.filter(pk=rows[0].pk).update(**{title: "As it is now"})
        later = made.MentionFactory(pain_point=rows[0]) if kind == "pain-points" else None
        told = data.draw(st.sampled_from(list(Mention.objects.exclude(pk=later and later.pk))))
        Mention.objects.filter(pk=told.pk).update(frequency="Every night now")
        again = data.draw(st.booleans())  # the survivor takes another one, or goes itself into another one
        second = merge(rows[0], rows[2:3], world.user) if again else merge(rows[2], rows[:1], world.user)
        for act in data.draw(st.permutations([first, second])):
            act.undo(world.user)
        after = everything()
        before[type(rows[0])._meta.label, rows[0].pk][title] = "As it is now"
        before[Mention._meta.label, told.pk]["frequency"] = "Every night now"
        assert {key: after[key] for key in before} == before
        if later:
            assert Mention.objects.get(pk=later.pk).pain_point == rows[0]

    @settings(few, max_examples=20)
    @given(st.data())
    def test_codes_that_nest_are_merged_and_undone_in_any_order(self, data):
        """One below another, lifted more than once; between the undos no code stands under itself or under none."""
        user, codes = UserFactory(), []
        for name in ("Access", "Freshness", "Lineage", "Ownership", "Trust"):
            codes.append(made.CodeFactory(name=name, parent=data.draw(st.sampled_from([None, *codes]))))
        pain = made.PainPointFactory()
        pain.codes.set(data.draw(st.lists(st.sampled_from(codes), unique=True)))
        before, acts = everything(), []
        for _ in range(data.draw(st.integers(2, 3))):
            survivor, *gone = data.draw(st.permutations(list(Code.objects.all())))[: data.draw(st.integers(2, 3))]
            acts += [merge(survivor, gone, user)] if gone else []
        for act in data.draw(st.permutations(acts)):
            assert not act.undo(user).refused
            themes = list(Code.objects.themes().values_list("pk", flat=True))
            assert Code.objects.with_descendants(themes) == set(Code.objects.values_list("pk", flat=True))
        assert everything() == before

    @few
    @given(st.data())
    def test_a_split_after_a_merge_loses_nothing_and_is_undone(self, data):
        world = World(data.draw)
        survivor, *gone = world.pains
        merge(survivor, gone, world.user)
        mentions = list(Mention.objects.filter(pain_point=survivor))
        before = everything()
        moved = data.draw(st.lists(st.sampled_from(mentions), unique=True, min_size=1, max_size=len(mentions) - 1))
        done = split(survivor, moved, None, "Another one", world.user)
        told = defaultdict(set)
        for pk, pain in Mention.objects.values_list("pk", "pain_point"):
            told[pain].add(pk)
        assert told == {
            done.pain_point.pk: {one.pk for one in moved},
            survivor.pk: {one.pk for one in mentions} - {one.pk for one in moved},
        }
        done.act.undo(world.user)
        after = everything()
        assert {key: after[key] for key in before} == before
        assert PainPoint.objects.get(pk=done.pain_point.pk).is_archived


def test_the_rows_of_a_merge_are_moved_in_a_constant_number_of_queries(researcher, django_assert_max_num_queries):
    pain, other = made.PainPointFactory.create_batch(2)
    made.MentionFactory.create_batch(12, pain_point=other)
    with django_assert_max_num_queries(45):
        merge(pain, [other], researcher)


def test_a_merge_that_fails_half_way_changes_nothing(researcher):
    pain, other = made.PainPointFactory.create_batch(2)
    made.MentionFactory(pain_point=other)
    before = everything()
    with pytest.raises(RuntimeError), mock.patch("interviews.merging.fill", side_effect=RuntimeError):
        merge(pain, [other], researcher)
    assert everything() == before


def test_a_code_that_survives_below_the_one_that_goes_takes_its_place(researcher):
    top = made.CodeFactory(name="Data")
    middle = made.CodeFactory(name="Lineage", parent=top)
    low = made.CodeFactory(name="Deep", parent=middle)
    merge(low, [top], researcher)
    assert Code.objects.get(pk=low.pk).parent is None
    assert Code.objects.get(pk=middle.pk).parent == low


@pytest.mark.parametrize(
    ("above", "merges"),
    [
        ({"a": None, "b": "a", "c": "b"}, ["a into c", "b into c"]),
        ({"a": None, "b": "a", "c": "b"}, ["b into a", "a into c"]),
        ({"a": None, "b": None, "c": "b", "d": "c"}, ["c into a", "b into d"]),
        ({"a": None, "b": "a", "c": "b", "d": "c"}, ["c into b", "a into d", "d into b"]),
    ],
)
def test_codes_that_took_each_others_place_are_undone_the_first_first(above, merges, researcher):
    codes: dict[str, Code] = {}
    for name, parent in above.items():
        codes[name] = made.CodeFactory(name=name, parent=codes.get(parent))
    before, acts = everything(), []
    for told in merges:
        gone, survivor = (Code.objects.get(name=name) for name in told.split(" into "))
        acts.append(merge(survivor, [gone], researcher))
    for act in acts:
        act.undo(researcher)
        assert not Code.objects.circle()
        assert not Code.objects.filter(parent__merged_into__isnull=False).exists()
    assert everything() == before


def test_codes_that_were_moved_below_each_other_since_are_not_merged_back(researcher):
    top, other = made.CodeFactory(name="Data"), made.CodeFactory(name="Trust")
    gone = made.CodeFactory(name="Lineage", parent=top)
    low = made.CodeFactory(name="Deep", parent=gone)
    act = merge(other, [gone], researcher)
    Code.objects.filter(pk=top.pk).update(parent=low)
    with pytest.raises(CannotUndo, match="under each other"):
        act.undo(researcher)
    assert Code.objects.get(pk=low.pk).parent == other and not Act.objects.get(pk=act.pk).undone_at


def test_what_an_undo_points_at_what_was_merged_meanwhile_points_at_the_survivor(researcher):
    """And once that merge is undone as well, at what it pointed at before both."""
    old, new, survivor = made.CompanyFactory.create_batch(3)
    person = made.PersonFactory(company=old)
    with Act.by(researcher, Act.Kind.EDITED) as moved:
        moved.watch(person)
        Person.objects.update(company=new)
    merging = merge(survivor, [old], researcher)
    moved.undo(researcher)
    assert Person.objects.get().company == survivor
    merging.undo(researcher)
    assert Person.objects.get().company == old


def test_the_narrower_consent_holds(researcher):
    open_, narrow = made.PersonFactory(consent=3), made.PersonFactory(consent=1)
    merge(open_, [narrow], researcher)
    assert Person.objects.get().consent == 1
