"""The codebook as a tree: every code where it nests, moved with all below it, and back."""

import pytest

from interviews.models import Act, Code
from tests.factories import interviews as made

HTMX = {"HX-Request": "true"}


@pytest.fixture
def codes(db):
    trust, cost = made.CodeFactory(name="Trust", definition="Is it right?"), made.CodeFactory(name="Cost")
    changes = made.CodeFactory(name="Changes", parent=trust)
    silent = made.CodeFactory(name="Silent", parent=changes)
    made.MentionFactory().pain_point.codes.add(silent)
    return {one.name: one for one in (trust, cost, changes, silent)}


def nested(client):
    """Each code of the page with how deep it stands."""
    return [(step.why.name, step.depth) for step, _ in client.get("/codes/tree/").context["rows"]]


def move(client, code, parent, **more):
    code.refresh_from_db()
    sent = {"parent": parent.pk if parent else "", "version": code.version}
    return client.post(f"/codes/{code.pk}/move/", {**sent, **more})


def test_codes_stand_below_each_other_with_what_carries_them(as_viewer, codes):
    answer = as_viewer.get("/codes/tree/")
    assert nested(as_viewer) == [("Cost", 1), ("Trust", 1), ("Changes", 2), ("Silent", 3)]
    assert {step.why.name: (use.pain_points, use.people) for step, use in answer.context["rows"]} == {
        "Cost": (0, 0),
        "Trust": (1, 1),
        "Changes": (1, 1),
        "Silent": (1, 1),
    }
    assert "Is it right?" in answer.text
    assert answer.text.count("<ul") == answer.text.count("</ul>")
    assert "codes-tree" not in answer.text and 'data-url="/codes' not in answer.text


def test_a_code_moves_with_what_is_below_it_and_comes_back(as_researcher, codes):
    assert move(as_researcher, codes["Changes"], codes["Cost"]).status_code == 302
    assert nested(as_researcher) == [("Cost", 1), ("Changes", 2), ("Silent", 3), ("Trust", 1)]
    as_researcher.post(f"/history/{Act.objects.latest('pk').pk}/undo/")
    assert nested(as_researcher) == [("Cost", 1), ("Trust", 1), ("Changes", 2), ("Silent", 3)]
    move(as_researcher, codes["Silent"], None)
    assert ("Silent", 1) in nested(as_researcher)


def test_the_answer_to_htmx_is_the_tree_with_a_way_back(as_researcher, codes):
    sent = {"parent": codes["Cost"].pk, "version": codes["Silent"].version}
    answer = as_researcher.post(f"/codes/{codes['Silent'].pk}/move/", sent, headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="board"')
    assert "moved under Cost" in answer.text
    assert f"/history/{Act.objects.latest('pk').pk}/undo/" in answer.text


def test_a_code_does_not_move_under_itself_or_to_nowhere(as_researcher, codes):
    for parent in (codes["Trust"].pk, codes["Silent"].pk, "x", "9" * 30, "-1"):
        sent = {"parent": parent, "version": codes["Trust"].version}
        assert as_researcher.post(f"/codes/{codes['Trust'].pk}/move/", sent).status_code == 422
    assert Code.objects.get(name="Trust").parent is None


def test_a_name_that_is_there_already_is_refused_in_words(as_researcher, codes):
    made.CodeFactory(name="silent", parent=codes["Cost"])
    answer = move(as_researcher, codes["Silent"], codes["Cost"])
    assert answer.status_code == 422
    assert "under the same theme already" in answer.text


def test_an_overtaken_move_changes_nothing_and_shows_both(as_researcher, as_admin, codes):
    silent = codes["Silent"]
    old = silent.version
    move(as_admin, silent, codes["Cost"])
    late = as_researcher.post(f"/codes/{silent.pk}/move/", {"parent": "", "version": old})
    assert late.status_code == 409
    assert [stored for _, stored in late.context["form"].conflicts] == ["Cost"]
    assert Code.objects.get(pk=silent.pk).parent == codes["Cost"]


def test_viewers_move_nothing(as_viewer, codes):
    assert move(as_viewer, codes["Silent"], None).status_code == 403


def test_the_tree_asks_the_same_however_many_codes_there_are(as_researcher, codes, budget):
    for _ in range(2):
        with budget("codes as a tree"):
            as_researcher.get("/codes/tree/")
        made.CodeFactory.create_batch(10, parent=codes["Silent"])


def test_an_empty_codebook_says_what_to_do(as_researcher, as_viewer, db):
    assert "/codes/new/" in as_researcher.get("/codes/tree/").text
    assert "No code yet." in as_viewer.get("/codes/tree/").text
