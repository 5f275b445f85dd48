"""Whom the labels of a transcript are offered as: whoever imports it and who led the interview are ours."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.interviews import ParticipantFactory, PersonFactory
from tests.interviews.test_import import upload

pytestmark = pytest.mark.django_db


def sides(client, text: str, url: str = "/interviews/import/") -> dict[str, str]:
    """The side that is offered for each label."""
    page = client.get(upload(client, text, "turns.txt", url).url).context
    return {row["speaker"].label: row["form"].initial["side"] for row in page["speakers"].rows()}


@pytest.mark.parametrize("label", ["Ines", "INES", "Inês", "Ines Duarte", "inês duarte", "Ines (Groundwork)"])
def test_whoever_imports_is_ours_however_the_name_is_written(as_researcher, researcher, label):
    assert researcher.full_name == "Inês Duarte"
    assert sides(as_researcher, f"{label}: And then?\nMaya: It broke.\n") == {label: "ours", "Maya": "participant"}


def test_who_led_the_interview_is_ours_by_the_first_name(as_researcher):
    led = ParticipantFactory(person__name="Maya Lindqvist").interview
    led.interviewers.add(UserFactory(full_name="Zoë Hale"))
    UserFactory(full_name="Kofi Boateng")
    text = "Zoe: And then?\nMaya: It broke.\nKofi: It did.\n"
    there = sides(as_researcher, text, f"/interviews/import/?interview={led.pk}")
    assert there == {"Zoe": "ours", "Maya": "participant", "Kofi": "participant"}
    assert sides(as_researcher, text)["Zoe"] == "participant", "in another conversation it may be anybody"


def test_a_customer_of_just_that_name_is_a_customer(as_researcher):
    PersonFactory(name="Ines")
    assert sides(as_researcher, "Ines: It broke.\nTheo: And then?\n")["Ines"] == "participant"
