"""Choosing rows of a list and changing them together, in a real browser."""

from playwright.sync_api import expect

from interviews.models import Person
from tests.factories import interviews as made


def test_a_range_is_chosen_changed_and_taken_back(visitor, researcher, transactional_db, axe, looks):
    persona = made.PersonaFactory(name="Data engineer")
    for number in range(6):
        made.PersonFactory(name=f"Person {number}", role="Lead")
    page = visitor(researcher)
    page.goto("/people/")
    bar = page.get_by_role("form", name="Change the chosen people")
    expect(bar).to_be_hidden()

    page.get_by_role("checkbox", name="Choose Person 1").check()
    page.get_by_role("checkbox", name="Choose Person 4").click(modifiers=["Shift"])
    expect(bar.get_by_role("status")).to_have_text("4 selected")
    page.locator("main").focus()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Person 5")).to_be_focused()
    page.keyboard.press("x")
    expect(bar.get_by_role("status")).to_have_text("5 selected")
    page.keyboard.press("x")
    expect(bar.get_by_role("status")).to_have_text("4 selected")
    axe(page)

    bar.get_by_label("Persona").select_option("Data engineer")
    bar.get_by_role("button", name="Set persona").click()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Persona set for 4 people")
    assert Person.objects.filter(persona=persona).count() == 4
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone")
    page.wait_for_load_state()
    assert not Person.objects.filter(persona=persona).exists()

    page.get_by_role("checkbox", name="Choose Person 0").check()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    for look in looks:
        other = visitor(researcher, **look)
        other.goto("/people/")
        other.get_by_role("checkbox", name="Choose Person 0").check()
        axe(other)
        assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_rows_of_the_explorer_are_chosen_without_filtering_and_without_script(visitor, researcher, transactional_db):
    for number in range(3):
        made.MentionFactory(pain_point__title=f"Pain {number}", participant__company=made.CompanyFactory())
    page = visitor(researcher)
    page.goto("/pain-points/")
    page.get_by_role("checkbox", name="Choose Pain 1").check()
    expect(page.locator(".many-count")).to_have_text("1 selected")
    page.get_by_role("checkbox", name="All 3 that fit this filter").check()
    page.get_by_role("button", name="Archive").click()
    expect(page.locator(".toast")).to_contain_text("Archived 3 pain points")

    plain = visitor(researcher, java_script_enabled=False)
    plain.goto("/pain-points/?status=archived")
    plain.get_by_role("checkbox", name="Choose Pain 2").check()
    plain.get_by_role("button", name="Restore").click()
    expect(plain.locator(".toast")).to_contain_text("Restored 1 pain point")
