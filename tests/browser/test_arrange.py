"""Arranging in a real browser: by drag, by keyboard with words for those who do not see, and without script."""

import pytest
from playwright.sync_api import expect

from interviews.models import Placement, Stage
from tests.factories import interviews as made


@pytest.fixture
def journey(researcher, transactional_db):
    journey = made.JourneyFactory(title="A bad night")
    for name in ("Hear", "Find", "Repair"):
        journey.add_stage(name, researcher)
    journey.put(made.PainPointFactory(title="Nobody told us"), Stage.objects.get(name="Hear"), researcher)
    return journey


def stages(page):
    return page.locator(".board > li")


def stage(page, name):
    return stages(page).filter(has=page.get_by_role("heading", name=name))


def test_a_pain_point_is_carried_by_keyboard_and_comes_back(visitor, researcher, journey):
    page = visitor(researcher)
    page.goto(f"/journeys/{journey.pk}/arrange/")
    handle = page.get_by_role("button", name="Move Nobody told us")
    said = page.locator("#arrange-said")

    handle.focus()
    page.keyboard.press("Space")
    expect(said).to_contain_text("Nobody told us lifted.")
    expect(said).to_contain_text("Hear, 1 of 3")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Find, 2 of 3")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Nobody told us stays where it was")

    page.keyboard.press("Space")
    page.keyboard.press("End")
    expect(said).to_have_text("Repair, 3 of 3")
    page.keyboard.press("Space")
    expect(stage(page, "Repair")).to_contain_text("Nobody told us")
    expect(page.get_by_role("button", name="Move Nobody told us")).to_be_focused()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("moved to Repair")
    toast.get_by_role("button", name="Undo").click()
    expect(stage(page, "Hear")).to_contain_text("Nobody told us")


def test_a_stage_is_carried_by_keyboard(visitor, researcher, journey):
    page = visitor(researcher)
    page.goto(f"/journeys/{journey.pk}/arrange/")
    page.get_by_role("button", name="Move stage Repair").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(stages(page).get_by_role("heading")).to_have_text(["1Repair", "2Hear", "3Find"])
    page.get_by_role("button", name="Move stage Repair").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(stages(page).get_by_role("heading")).to_have_text(["1Hear", "2Repair", "3Find"])


def test_cards_and_stages_are_dragged(visitor, researcher, journey):
    made.MentionFactory(pain_point__title="A long night")
    page = visitor(researcher)
    page.goto(f"/journeys/{journey.pk}/arrange/")
    page.locator(".journey-card").filter(has_text="Nobody told us").drag_to(stage(page, "Find"))
    expect(stage(page, "Find")).to_contain_text("Nobody told us")
    page.locator(".loose > li").filter(has_text="A long night").drag_to(stage(page, "Repair"))
    expect(stage(page, "Repair").locator(".journey-card")).to_contain_text("A long night")
    stage(page, "Hear").locator("header").drag_to(stage(page, "Repair"))
    expect(stages(page).get_by_role("heading")).to_have_text(["1Find", "2Repair", "3Hear"])


def touch(page, *points):
    """Put a finger down, move it over the points, lift it."""
    hand = page.context.new_cdp_session(page)
    for kind, point in [("touchStart", points[0]), *(("touchMove", point) for point in points), ("touchEnd", None)]:
        spots = [{"x": point[0], "y": point[1]}] if point else []
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_cards_are_dragged_and_tapped_by_touch_at_phone_width(visitor, researcher, journey):
    page = visitor(researcher, width=390, has_touch=True)
    page.goto(f"/journeys/{journey.pk}/arrange/")
    handle = page.get_by_role("button", name="Move Nobody told us")
    expect(handle).to_be_visible()
    start, end = middle(handle), middle(stage(page, "Find"))
    touch(page, start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end)
    expect(stage(page, "Find")).to_contain_text("Nobody told us")
    expect(handle).to_be_focused()
    expect(page.locator(".lifted")).to_have_count(0)

    handle.tap()
    expect(page.locator("#arrange-said")).to_contain_text("Nobody told us lifted.")
    stage(page, "Repair").get_by_role("heading").tap()
    expect(stage(page, "Repair")).to_contain_text("Nobody told us")


def test_a_finger_that_takes_its_time_lifts_as_well(visitor, researcher, journey):
    page = visitor(researcher, width=390, has_touch=True)
    page.goto(f"/journeys/{journey.pk}/arrange/")
    handle, said = page.get_by_role("button", name="Move Nobody told us"), page.locator("#arrange-said")
    expect(handle).to_be_visible()
    hand, (x, y) = page.context.new_cdp_session(page), middle(handle)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(900)  # longer than what browsers take for a tap
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(said).to_contain_text("Nobody told us lifted.")
    expect(handle).to_be_focused()
    other = page.get_by_role("button", name="Move stage Find")
    other.tap()
    expect(said).to_contain_text("stage Find lifted.")
    other.tap()
    expect(said).to_be_empty()


def test_what_is_in_hand_stays_there_while_another_part_of_the_page_arrives(visitor, researcher, journey):
    page = visitor(researcher)
    page.goto(f"/journeys/{journey.pk}/arrange/")
    page.get_by_role("button", name="Move stage Repair").focus()
    page.keyboard.press("Enter")
    page.evaluate("document.querySelector('nav').dispatchEvent(new CustomEvent('htmx:afterSwap', { bubbles: true }))")
    page.keyboard.press("Home")
    expect(page.locator("#arrange-said")).to_have_text("Hear, 1 of 3")
    page.keyboard.press("Enter")
    expect(stages(page).get_by_role("heading")).to_have_text(["1Repair", "2Hear", "3Find"])


def test_who_is_overtaken_sees_both_and_decides(visitor, researcher, journey, console):
    console.allow("status of 409")
    page = visitor(researcher)
    page.goto(f"/journeys/{journey.pk}/arrange/")
    row = Placement.objects.get()
    Placement.objects.filter(pk=row.pk).update(stage=Stage.objects.get(name="Find"), version=row.version + 1)
    page.get_by_role("button", name="Move Nobody told us").focus()
    for key in ("Space", "End", "Space"):
        page.keyboard.press(key)
    alert = page.locator(".conflict-form")
    expect(alert).to_contain_text("Somebody else saved")
    expect(stage(page, "Find")).to_contain_text("Nobody told us")
    alert.get_by_role("button", name="Move").click()
    expect(stage(page, "Repair")).to_contain_text("Nobody told us")


def test_the_same_is_done_without_script(visitor, researcher, journey, console):
    console.allow("422")
    page = visitor(researcher, java_script_enabled=False)
    page.goto(f"/journeys/{journey.pk}/arrange/")
    expect(page.locator("[data-handle]:visible")).to_have_count(0)
    card = page.locator(".journey-card")
    card.locator("summary").click()
    card.get_by_label("Stage of Nobody told us").select_option("Repair")
    card.get_by_role("button", name="Move Nobody told us").click()
    expect(stage(page, "Repair")).to_contain_text("Nobody told us")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(stage(page, "Hear")).to_contain_text("Nobody told us")
    header = stage(page, "Repair").locator("header")
    header.locator("summary").click()
    header.get_by_label("Repair comes after").select_option("Nothing: first")
    header.get_by_role("button", name="Move stage Repair").click()
    expect(stages(page).get_by_role("heading")).to_have_text(["1Repair", "2Hear", "3Find"])
    page.get_by_label("Name of the stage").fill("Rest")
    page.get_by_role("button", name="Add").click()
    expect(stages(page).get_by_role("heading")).to_have_text(["1Repair", "2Hear", "3Find", "4Rest"])
    page.get_by_label("Pain point", exact=True).fill("nobody told us")
    page.get_by_role("button", name="Put it there").click()
    expect(page.locator(".arrange-add .error")).to_contain_text("stands on Hear already")


def test_a_journey_and_its_board_are_accessible_in_every_look(visitor, researcher, journey, axe, looks):
    for look in looks:
        page = visitor(researcher, **look)
        for address in (f"/journeys/{journey.pk}/", f"/journeys/{journey.pk}/arrange/"):
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_code_is_moved_in_the_tree_by_keyboard_and_by_drag(visitor, researcher, transactional_db, axe):
    trust, cost = made.CodeFactory(name="Trust"), made.CodeFactory(name="Cost")
    silent = made.CodeFactory(name="Silent changes", parent=trust)
    page = visitor(researcher)
    page.goto("/codes/tree/")
    said, handle = page.locator("#arrange-said"), page.get_by_role("button", name="Move Silent changes")
    handle.focus()
    page.keyboard.press("Space")
    expect(said).to_contain_text("Trust, 3 of 3")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("Cost, 2 of 3")
    page.keyboard.press("Space")
    expect(page.locator(".toast")).to_contain_text("moved under Cost")
    expect(handle).to_be_focused()
    page.locator(f"#code-{silent.pk}").drag_to(page.locator("#code-top"))
    expect(page.locator(".toast").last).to_contain_text("is a theme now")
    page.locator(f"#code-{cost.pk}").drag_to(page.locator(f"#code-{trust.pk}"))
    expect(page.locator(f".code-tree .code-tree #code-{cost.pk}")).to_be_visible()
    axe(page)
