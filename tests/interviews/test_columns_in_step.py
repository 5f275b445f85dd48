"""What is counted in memory is what the database holds, after anything that anybody writes, in whatever way."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given

from interviews.capture import same_pain
from interviews.columns.live import read_columns, taken_over
from interviews.merging import merge
from interviews.models import (
    Code,
    Company,
    Interview,
    Mention,
    PainPoint,
    Participant,
    Person,
    Quote,
    QuoteLink,
    ToolUse,
    Why,
)
from interviews.news import read_news
from interviews.panels import ways_addressed
from tests.factories import interviews as made
from tests.interviews.both_ways import same_answers
from tests.interviews.test_explorer_counts import ANY_WORLD, SEEDS, a_world


def held(columns, users):
    """Every fact that is held of each mention, and of each pain point, by key; and what these users see."""
    facts, size = columns.facts, len(columns.alive)
    sights = {user: columns.seen_by(user, ways_addressed()) for user in users}
    coded = {
        "pain": facts.pains,
        "person": facts.people,
        "interview": facts.interviews,
        "persona": facts.personas,
        "company": facts.companies,
        "role": facts.roles,
        "study": facts.studies,
        "spelling": facts.spellings,
    }
    tools = {}
    for row, tool in zip(facts.tool_row.all.tolist(), facts.tool.all.tolist(), strict=True):
        tools.setdefault(row, set()).add(facts.tools.values[tool])
    mentions, pains = {}, {}
    for row in range(size):
        if columns.alive[row]:
            said = {name: int(getattr(facts, name).room[row]) for name in PLAIN}
            for name, codes in coded.items():
                number = getattr(facts, name).room[row]
                said[name] = codes.values[number] if number >= 0 else None
            mentions[int(facts.mention.room[row])] = said | {"tools": tools.get(row)}
    for number in range(len(columns.pains.there)):
        if columns.pains.there[number]:
            own = columns.pains
            pains[facts.pains.values[number]] = {
                "archived": bool(own.archived[number]),
                "known": bool(own.known[number]),
                **{name: sorted(getattr(own, name).of(number).tolist()) for name in ("carried", "codes", "themes")},
                **{
                    user.pk: [bool(seen.visible[number]), *(int(getattr(seen.rating, one)[number]) for one in RATED)]
                    for user, seen in sights.items()
                },
            }
    return {"mentions": mentions, "pains": pains}


RATED = ("heard", "severity", "grounds")
PLAIN = ("held", "severity", "grounds", "words", "lead", "restricted", "voiced")


class Hand:
    """Somebody who writes, now like the app, now like a script."""

    def __init__(self, seed, world):
        self.random, self.world = random.Random(seed), world
        self.acts = []

    def one(self, model):
        return self.random.choice(list(model._base_manager.order_by("pk")))

    def write(self):
        deed = self.random.choice([name for name in dir(self) if name.startswith("do_")])
        getattr(self, deed)()
        return deed

    def do_archive_a_pain_point(self):
        self.acts.append(self.one(PainPoint).archive(self.world.user))

    def do_archive_interviews_at_once(self):
        Interview.objects.filter(pk=self.one(Interview).pk).update(archived_at=timezone.now())

    def do_restrict(self):
        interview = self.one(Interview)
        Interview.objects.filter(pk=interview.pk).update(restricted=not interview.restricted)

    def do_name_a_reader(self):
        self.one(Interview).readers.add(self.world.user)

    def do_withdraw(self):
        Participant._base_manager.filter(pk=self.one(Participant).pk).update(consent_withdrawn_at=timezone.now())

    def do_withdraw_everywhere(self):
        Person.objects.filter(pk=self.one(Person).pk).update(consent_withdrawn_at=timezone.now())

    def do_give_back(self):
        Person.objects.update(consent_withdrawn_at=None, consent_expires_on=None)

    def do_move_a_mention(self):
        Mention.objects.filter(pk=self.one(Mention).pk).update(pain_point=self.one(PainPoint).pk)

    def do_find_the_same_pain(self):
        heard = Mention.objects.heard().exclude(pain_point__merged_into__isnull=False).order_by("pk").first()
        into = PainPoint.objects.live().order_by("pk").last()
        if heard and into:
            same_pain(heard, into)

    def do_merge_pain_points(self):
        pair = list(PainPoint.objects.live().order_by("pk")[:2])
        if len(pair) == 2:
            self.acts.append(merge(pair[0], pair[1:], self.world.user))

    def do_merge_people(self):
        pair = list(Person.objects.live().order_by("-pk")[:2])
        if len(pair) == 2:
            self.acts.append(merge(pair[0], pair[1:], self.world.user))

    def do_merge_companies(self):
        pair = list(Company.objects.live().order_by("pk")[:2])
        if len(pair) == 2:
            self.acts.append(merge(pair[0], pair[1:], self.world.user))

    def do_undo(self):
        if self.acts:
            self.acts.pop().undo(self.world.user)

    def do_rate(self):
        Mention.objects.filter(pk=self.one(Mention).pk).update(severity=self.random.choice([None, 1, 5]))

    def do_change_who_they_were(self):
        Participant._base_manager.filter(pk=self.one(Participant).pk).update(
            role=self.random.choice(["analyst", "ANALYST", ""]), persona=None
        )

    def do_tag(self):
        self.one(PainPoint).codes.set([self.one(Code)])

    def do_archive_a_code(self):
        Code.objects.filter(pk=self.one(Code).pk).update(archived_at=timezone.now())

    def do_code_below_another(self):
        themes = list(Code.objects.filter(parent=None).order_by("pk")[:2])
        if len(themes) == 2:
            Code.objects.filter(pk=themes[1].pk).update(parent=themes[0].pk)

    def do_archive_quotes(self):
        Quote.objects.update(archived_at=timezone.now())

    def do_unlink_quotes(self):
        QuoteLink.objects.all().delete()

    def do_weaken_whys(self):
        Why.objects.update(path_grounds=1)

    def do_stop_using_a_tool(self):
        ToolUse.objects.filter(pk__in=ToolUse.objects.order_by("pk").values("pk")[:1]).update(
            archived_at=timezone.now()
        )

    def do_hold_it_on_another_day(self):
        Interview.objects.filter(pk=self.one(Interview).pk).update(held_at=timezone.now() - timedelta(days=400))

    def do_state_a_new_one(self):
        made.PainPointFactory(title="Nobody told it yet")

    def do_tell_more(self):
        made.MentionFactory(participant=self.one(Participant), pain_point=made.PainPointFactory(), severity=3)

    def do_tell_of_no_pain_point(self):
        Mention.objects.filter(pk=self.one(Mention).pk).update(pain_point=None, same_pain=False)


@given(seed=SEEDS)
@ANY_WORLD
def test_after_anything_written_the_columns_say_what_the_rows_say(db, researcher, viewer, admin, seed):
    with a_world(seed, researcher) as world:
        columns, hand = read_columns(), Hand(seed, world)
        for _ in range(6):
            deeds = [hand.write() for _ in range(hand.random.randint(1, 3))]
            columns = taken_over(columns, read_news(connection, columns.mark))
            users = (researcher, viewer, admin)
            assert held(columns, users) == held(read_columns(), users), f"after {deeds}"
        whole = {"status": ["active", "archived"], "sort": ["severity"]}
        same_answers(columns, [hand.random.choice([researcher, viewer, admin])], [whole, world.query()])


def test_what_was_written_is_announced_once_and_only_where_it_counts(db, pain):
    interview = pain.mentions.get().interview
    mark = read_columns().mark

    Interview.objects.filter(pk=interview.pk).update(notes="Typed on, the facts stay as they are")
    assert not read_news(connection, mark)

    Interview.objects.filter(pk=interview.pk).update(held_at=timezone.now())
    assert dict(read_news(connection, mark).keys) == {1: {interview.pk}}


def test_an_announcement_survives_a_statement_that_ignores_conflicts(db, pain, codes_of):
    mark = read_columns().mark
    through = PainPoint.codes.through
    through.objects.bulk_create([through(painpoint_id=pain.pk, code_id=codes_of.pk)] * 2, ignore_conflicts=True)
    assert pain.pk in read_news(connection, mark).keys[2]


@pytest.fixture
def pain(db):
    return made.MentionFactory(pain_point=made.PainPointFactory()).pain_point


@pytest.fixture
def codes_of(db):
    return made.CodeFactory()


def test_a_consent_that_runs_out_overnight_takes_the_words_away(db, pain, researcher):
    mention = pain.mentions.get()
    today = timezone.localdate()
    Participant.objects.filter(pk=mention.participant_id).update(consent_expires_on=today - timedelta(days=1))
    columns = replace(read_columns(), day=today)
    # As it was read the day before, when the consent held.
    Participant.objects.filter(pk=mention.participant_id).update(consent_expires_on=today)
    before = taken_over(columns, read_news(connection, columns.mark))
    Participant.objects.filter(pk=mention.participant_id).update(consent_expires_on=today - timedelta(days=1))
    held = replace(before, mark=read_news(connection, before.mark).mark, day=today - timedelta(days=1))

    same_answers(taken_over(held, read_news(connection, held.mark)), [researcher], [{"sort": ["people"]}])
