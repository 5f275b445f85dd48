"""What is counted in memory is what the database holds, after anything that anybody writes, in whatever way."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given

from interviews.capture import same_pain
from interviews.columns import loaded
from interviews.columns.live import Live, live, read_columns, taken_over
from interviews.explorer import ByColumns, ByRows
from interviews.filters import PainPointFilter
from interviews.listed import leads
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
from tests.factories.accounts import UserFactory
from tests.interviews.explored import query_dict
from tests.interviews.test_explorer_counts import ANY_WORLD, SEEDS, a_world


def said(explorer):
    """Everything an explorer says, to be compared."""
    rows = [(row.pk, row.people, row.companies, row.severity, row.grounds, row.archived) for row in explorer.rows()]
    counts = {tag: many for tag, many in explorer.counts.items() if many and tag[1] not in ("", "None", "0")}
    return {
        "rows": rows,
        "places": [explorer.place(row) for row in explorer.rows()],
        "told": [row.mentions for row in explorer.rows()],
        "from": [(row.from_companies, row.interviews, row.last_heard_at, row.unaddressed) for row in explorer.rows()],
        "codes": [row.codes for row in explorer.rows()],
        "counts": counts,
        "without": {key: explorer.without[key] for key in explorer.filters.in_use},
        "heat": explorer.heat,
        "totals": explorer.totals,
        "spellings": explorer.spellings,
    }


def same_answers(columns, users, queries):
    for user in users:
        for query in queries:
            filters = PainPointFilter(query_dict(query), user=user)
            if filters.is_valid():
                by_columns, by_rows = ByColumns(filters, columns), ByRows(filters)
                assert said(by_columns) == said(by_rows), (user.role, query)
                if user.can_edit:
                    first = dict(leads(filters, by_rows.rows()).values_list("lead_of", "pk"))
                    assert {row.pk: row.lead for row in by_columns.rows() if row.lead} == first, query


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


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_counted(researcher):
    pain = made.MentionFactory(pain_point=made.PainPointFactory()).pain_point
    columns = Live()
    assert columns.now() is not None

    with pytest.raises(RuntimeError), transaction.atomic():
        made.MentionFactory(pain_point=pain)
        made.PainPointFactory()
        inside = columns.now()
        same_answers(inside, [researcher], [{"sort": ["people"]}])
        raise RuntimeError

    same_answers(columns.now(), [researcher], [{"sort": ["people"]}])


@pytest.mark.django_db(transaction=True)
def test_another_worker_sees_what_one_wrote(researcher):
    made.MentionFactory(pain_point=made.PainPointFactory())
    one, other = Live(), Live()
    one.now(), other.now()
    made.MentionFactory(pain_point=made.PainPointFactory())

    for worker in (one, other):
        same_answers(worker.now(), [researcher], [{"sort": ["people"]}])
    assert one.columns.mark.last == other.columns.mark.last


@pytest.mark.django_db(transaction=True)
def test_a_larger_database_is_read_in_the_background(monkeypatch, researcher):
    monkeypatch.setattr("interviews.columns.live.SMALL", 0)
    made.MentionFactory(pain_point=made.PainPointFactory())
    columns = Live()

    same_answers(columns.now(), [researcher], [{"sort": ["people"]}])


@pytest.mark.django_db(transaction=True)
def test_a_page_is_counted_on_columns(as_researcher):
    made.MentionFactory(pain_point=made.PainPointFactory())
    live.forget()
    try:
        page = as_researcher.get("/pain-points/")
        assert isinstance(page.context["explorer"], ByColumns)
        assert page.context["explorer"].count == 1
    finally:
        live.forget()
    assert connection.in_atomic_block is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", ["pains_of", "read_facts", "read_pains", "with_book"])
def test_what_fails_half_way_is_read_anew(monkeypatch, researcher, viewer, fails):
    interview = made.MentionFactory(pain_point=made.PainPointFactory()).interview
    columns, reads = Live(), getattr(loaded, fails)
    columns.now()
    Interview.objects.filter(pk=interview.pk).update(restricted=True)

    def broken(*args):
        monkeypatch.setattr(loaded, fails, reads)
        raise RuntimeError

    monkeypatch.setattr(loaded, fails, broken)
    with pytest.raises(RuntimeError):
        columns.now()
    same_answers(columns.now(), [researcher, viewer], [{"sort": ["people"]}])


@pytest.mark.django_db(transaction=True)
def test_rows_that_hold_no_longer_do_not_pile_up(monkeypatch, researcher):
    monkeypatch.setattr("interviews.columns.live.SMALL", 10)
    mention = made.MentionFactory(pain_point=made.PainPointFactory())
    columns = Live()
    for severity in range(40):
        Mention.objects.filter(pk=mention.pk).update(severity=1 + severity % 5)
        now = columns.now()
    assert len(now.alive) <= 13
    same_answers(now, [researcher], [{"sort": ["people"]}])


def test_few_sights_are_kept_however_many_people_ask(db, researcher):
    interviews = [made.MentionFactory().interview for _ in range(12)]
    Interview.objects.update(restricted=True)
    columns = read_columns()
    for interview in interviews:
        reader = UserFactory()
        interview.readers.add(reader)
        columns.seen_by(reader, [])
    assert len(columns.sights) <= 8
