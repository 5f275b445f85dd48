"""An answer of the log screen brings only those of its pieces that changed."""

import uuid

import pytest

from interviews import capture
from interviews.models import Interview, NoteLine
from tests.factories import interviews as make

JSON = {"Accept": "application/json"}
NOTES = "\n".join(f'! Pain {n} 3\n" Said {n}\n? Why {n}' for n in range(10))


@pytest.fixture
def interview(researcher):
    opened = capture.open_interview(uuid.uuid4(), researcher)
    guide = make.GuideFactory()
    make.QuestionFactory(guide=guide)
    entry = capture.Entry(notes=NOTES, who=capture.Who(name="Maya Lindqvist"), guide=guide, sets_study=True)
    return capture.save(opened, entry, researcher)


@pytest.fixture
def save(as_researcher, interview):
    """Save as the page does, which tells what it has; gives the answer and its length."""
    page = {}

    def send(path="log/", **data):
        interview.refresh_from_db()
        data = {"parts": ",".join(data), "version": interview.version, "here": "1"} | data
        data["seen"] = ",".join(f"{name}:{mark}" for name, mark in page.items())
        answer = as_researcher.post(f"/interviews/{interview.pk}/{path}", data, headers=JSON)
        page.clear()
        page.update(answer.json()["marks"])
        return answer.json(), len(answer.content)

    return send


def test_what_the_page_has_already_is_not_sent_again(save):
    first, _ = save(notes=NOTES)
    assert len(first["texts"]) == 13
    again, length = save(notes=NOTES)
    assert (again["texts"], again["marks"]) == ({}, first["marks"])
    assert length < 2500 + len(NOTES)


def test_a_line_above_sends_no_card_and_moves_all_of_them(save):
    first, _ = save(notes=NOTES)
    after, _ = save(notes=f"prose\n{NOTES}", here="2")
    assert after["texts"] == {}
    assert [number - 1 for number in after["lines"].values()] == list(first["lines"].values())


def test_a_changed_card_is_sent_alone(save):
    save(notes=NOTES)
    after, length = save(notes=NOTES.replace("Said 0", "She said 0"))
    assert list(after["texts"]) == [f"cap-{NoteLine.objects.get(text='Pain 0').pk}"]
    assert length < 9000


def test_a_tick_sends_the_questions_alone(save, interview):
    save(notes=NOTES)
    question = interview.questions.get()
    after, _ = save(f"questions/{question.pk}/", asked="1")
    assert list(after["texts"]) == ["questions"]


def test_cards_are_named_in_their_order_and_those_without_a_line_stand_nowhere(save, interview):
    NoteLine.objects.filter(text="Pain 3").update(kept=True)
    after, _ = save(notes="\n".join(reversed(NOTES.split("\n"))))
    ids = {f"cap-{line.pk}": line.number for line in NoteLine.objects.filter(kind="pain", number__isnull=False)}
    assert after["lines"] == ids
    names = [name for name in after["marks"] if name in ids]
    assert names == sorted(ids, key=lambda name: ids[name])


@pytest.mark.parametrize("seen", ["", ",", "people", "people:x", "people:" + "0" * 12, "a:b:c", ":" * 5000, "\0"])
def test_odd_marks_bring_everything(as_researcher, interview, seen):
    data = {"parts": "", "version": interview.version, "seen": seen}
    answer = as_researcher.post(f"/interviews/{interview.pk}/log/", data, headers=JSON).json()
    assert set(answer["texts"]) == set(answer["marks"])


def test_an_empty_panel_says_how_to_fill_it(save):
    after, _ = save(notes="prose")
    assert list(after["marks"]) == ["people", "questions", "cap-head", "cap-empty"]
    assert Interview.objects.get().notes == "prose"
