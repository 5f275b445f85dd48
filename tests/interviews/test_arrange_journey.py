"""Arranging a journey: every change is one act that can be undone, an overtaken move changes nothing."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.versions import Stale
from interviews.models import Act, PainPoint, Placement, Stage
from tests.factories import interviews as made

HTMX = {"HX-Request": "true"}


@pytest.fixture
def journey(researcher):
    """Three stages, and a pain point on the first."""
    journey = made.JourneyFactory(title="A bad night")
    for name in ("Hear", "Find", "Repair"):
        journey.add_stage(name, researcher)
    journey.put(made.PainPointFactory(title="Nobody told us"), stage("Hear"), researcher)
    return journey


def stage(name):
    return Stage.objects.get(name=name)


def order(journey):
    return [one.name for one in Stage.objects.on(journey)]


def placed(journey):
    return {str(one.pain_point): one.stage.name for one in Placement.objects.on(journey).select_related("stage")}


def move(client, row, **sent):
    name = "stage_move" if isinstance(row, Stage) else "placement_move"
    sent = {"version": row.version, **sent}
    return client.post(reverse(f"interviews:{name}", args=[row.pk]), sent)


def undo(client):
    act = Act.objects.latest("pk")
    assert client.post(reverse("interviews:act_undo", args=[act.pk])).status_code == 302


@pytest.mark.parametrize(
    ("moved", "after", "expected"),
    [
        ("Repair", "", ["Repair", "Hear", "Find"]),
        ("Hear", "Repair", ["Find", "Repair", "Hear"]),
        ("Hear", "Find", ["Find", "Hear", "Repair"]),
        ("Find", "Hear", ["Hear", "Find", "Repair"]),
    ],
)
def test_a_stage_moves_and_goes_back(as_researcher, journey, moved, after, expected):
    answer = move(as_researcher, stage(moved), after=stage(after).pk if after else "")
    assert answer.status_code == 302
    assert order(journey) == expected
    undo(as_researcher)
    assert order(journey) == ["Hear", "Find", "Repair"]


def test_a_pain_point_moves_and_goes_back(as_researcher, journey):
    assert move(as_researcher, Placement.objects.get(), stage=stage("Repair").pk).status_code == 302
    assert placed(journey) == {"Nobody told us": "Repair"}
    undo(as_researcher)
    assert placed(journey) == {"Nobody told us": "Hear"}


def test_a_stage_is_added_and_undone(as_researcher, journey):
    as_researcher.post(f"/journeys/{journey.pk}/stages/new/", {"name": "Rest"})
    assert order(journey) == ["Hear", "Find", "Repair", "Rest"]
    undo(as_researcher)
    assert order(journey) == ["Hear", "Find", "Repair"]


def test_a_stage_goes_with_its_pain_points_and_comes_back_with_them(as_researcher, journey):
    as_researcher.post(reverse("interviews:stage_archive", args=[stage("Hear").pk]))
    assert order(journey) == ["Find", "Repair"]
    assert placed(journey) == {}
    undo(as_researcher)
    assert order(journey) == ["Hear", "Find", "Repair"]
    assert placed(journey) == {"Nobody told us": "Hear"}


def test_a_pain_point_is_put_taken_off_and_put_again(as_researcher, journey):
    pain = made.PainPointFactory(title="A long night")
    address = f"/journeys/{journey.pk}/pain-points/new/"
    assert as_researcher.post(address, {"name": pain.reference, "stage": stage("Find").pk}).status_code == 302
    assert placed(journey)["A long night"] == "Find"
    undo(as_researcher)
    assert "A long night" not in placed(journey)
    as_researcher.post(address, {"name": "a LONG night", "stage": stage("Repair").pk})
    assert placed(journey)["A long night"] == "Repair"
    row = Placement.objects.get(pain_point=pain)
    as_researcher.post(reverse("interviews:placement_archive", args=[row.pk]))
    assert "A long night" not in placed(journey)
    undo(as_researcher)
    assert placed(journey)["A long night"] == "Repair"


def test_a_pain_point_stands_once_on_a_journey_and_on_several_journeys(as_researcher, researcher, journey):
    again = as_researcher.post(
        f"/journeys/{journey.pk}/pain-points/new/", {"name": "Nobody told us", "stage": stage("Find").pk}
    )
    assert again.status_code == 422
    assert "It stands on Hear already." in again.text
    other = made.JourneyFactory()
    other.add_stage("Elsewhere", researcher)
    other.put(PainPoint.objects.get(), stage("Elsewhere"), researcher)
    assert placed(other) == {"Nobody told us": "Elsewhere"}
    assert placed(journey) == {"Nobody told us": "Hear"}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_an_overtaken_move_changes_nothing_and_shows_both(as_researcher, as_admin, journey, headers):
    row = Placement.objects.get()
    move(as_admin, row, stage=stage("Find").pk)
    address = reverse("interviews:placement_move", args=[row.pk])
    late = as_researcher.post(address, {"version": row.version, "stage": stage("Repair").pk}, headers=headers)
    assert late.status_code == 409
    assert placed(journey) == {"Nobody told us": "Find"}
    assert "Somebody else saved" in late.text
    form = late.context["form"]
    assert [(field.name, stored) for field, stored in form.conflicts] == [("stage", "Find")]
    again = as_researcher.post(address, {"version": form["version"].value(), "stage": stage("Repair").pk})
    assert again.status_code == 302
    assert placed(journey) == {"Nobody told us": "Repair"}


def test_an_overtaken_stage_says_so(as_researcher, as_admin, journey):
    row = stage("Repair")
    move(as_admin, row, after="")
    late = move(as_researcher, row, after=stage("Hear").pk)
    assert late.status_code == 409
    assert order(journey) == ["Repair", "Hear", "Find"]


def test_htmx_gets_the_board_and_a_way_back(as_researcher, journey):
    row = Placement.objects.get()
    answer = as_researcher.post(
        reverse("interviews:placement_move", args=[row.pk]),
        {"version": row.version, "stage": stage("Find").pk},
        headers=HTMX,
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="board"')
    assert "moved to Find" in answer.text
    assert f"/history/{Act.objects.latest('pk').pk}/undo/" in answer.text


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "0"])
def test_an_odd_place_is_refused(as_researcher, journey, value):
    assert move(as_researcher, Placement.objects.get(), stage=value).status_code == 422
    put = as_researcher.post(f"/journeys/{journey.pk}/pain-points/new/", {"name": "Nobody told us", "stage": value})
    assert put.status_code == 422
    if value:
        assert move(as_researcher, stage("Find"), after=value).status_code == 422
    assert as_researcher.post(f"/journeys/{journey.pk}/stages/new/", {"name": " "}).status_code == 422
    assert order(journey) == ["Hear", "Find", "Repair"]


def test_a_stage_of_another_journey_is_no_place(as_researcher, researcher, journey):
    other = made.JourneyFactory()
    other.add_stage("Elsewhere", researcher)
    assert move(as_researcher, Placement.objects.get(), stage=stage("Elsewhere").pk).status_code == 422
    assert move(as_researcher, stage("Hear"), after=stage("Elsewhere").pk).status_code == 422


def test_viewers_arrange_nothing(as_viewer, journey):
    assert move(as_viewer, Placement.objects.get(), stage=stage("Find").pk).status_code == 403
    assert move(as_viewer, stage("Find"), after="").status_code == 403


def test_a_hidden_pain_point_is_moved_by_nobody_who_may_not_read_it(as_stranger, researcher, journey):
    secret = made.MentionFactory(
        participant__interview__restricted=True, participant__interview__created_by=researcher
    ).pain_point
    journey.put(secret, stage("Find"), researcher)
    row = Placement.objects.get(pain_point=secret)
    assert move(as_stranger, row, stage=stage("Hear").pk).status_code == 404
    assert as_stranger.post(reverse("interviews:placement_archive", args=[row.pk])).status_code == 404
    put = as_stranger.post(
        f"/journeys/{journey.pk}/pain-points/new/", {"name": secret.reference, "stage": stage("Hear").pk}
    )
    assert put.status_code == 422


def test_the_history_says_what_was_arranged(as_researcher, as_stranger, researcher, journey):
    move(as_researcher, Placement.objects.get(), stage=stage("Repair").pk)
    move(as_researcher, stage("Repair"), after="")
    as_researcher.post(reverse("interviews:stage_archive", args=[stage("Find").pk]))
    deeds = as_researcher.get(journey.get_history_url()).context["deeds"]
    told = [[(step.label, step.old, step.new) for step in deed.steps] for deed in deeds[:3]]
    assert told == [
        [("Stage Find", "", "Taken away")],
        [("Stage Repair", "", "Moved along")],
        [("Nobody told us: stage", "Hear", "Repair")],
    ]


def test_what_somebody_moved_since_stays_when_the_move_before_is_undone(as_researcher, journey):
    row = Placement.objects.get()
    move(as_researcher, row, stage=stage("Find").pk)
    first = Act.objects.latest("pk")
    row.refresh_from_db()
    move(as_researcher, row, stage=stage("Repair").pk)
    as_researcher.post(reverse("interviews:act_undo", args=[first.pk]))
    assert placed(journey) == {"Nobody told us": "Repair"}


def test_no_two_fields_of_the_board_share_an_id(as_researcher, as_admin, journey):
    made.MentionFactory()
    row = Placement.objects.get()
    move(as_admin, row, stage=stage("Find").pk)
    html = move(as_researcher, row, stage=stage("Repair").pk).text
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def refused(act) -> bool:
    """Whether the database refuses the act, at once or at the end of the transaction."""
    try:
        with transaction.atomic():
            act()
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def test_what_somebody_arranged_meanwhile_is_not_moved_unseen(as_researcher, researcher, journey):
    first, second, *_ = Stage.objects.on(journey)
    pain = made.PainPointFactory()
    journey.put(pain, first, researcher)
    with pytest.raises(Stale), transaction.atomic():
        journey.put(pain, second, researcher)
    assert Placement.objects.get(pain_point=pain).stage == first
    second.archive(researcher)
    with pytest.raises(Stale), transaction.atomic():
        Placement.objects.get(pain_point=pain).move_to(second, researcher)
    with pytest.raises(Stale), transaction.atomic():
        journey.put(made.PainPointFactory(), second, researcher)
    assert not Placement.objects.live().filter(stage=second).exists()


def test_the_database_holds_what_a_journey_is(db):
    here, there = made.StageFactory(), made.StageFactory()
    assert refused(lambda: made.PlacementFactory(journey=here.journey, stage=there))
    assert refused(lambda: made.StageFactory(journey=here.journey, place=here.place))
    pain = made.PlacementFactory(stage=here).pain_point
    beside = made.StageFactory(journey=here.journey)
    assert refused(lambda: made.PlacementFactory(stage=beside, pain_point=pain))
    assert refused(lambda: made.StageFactory(place=""))
    assert not refused(lambda: made.PlacementFactory(stage=there, pain_point=pain))
