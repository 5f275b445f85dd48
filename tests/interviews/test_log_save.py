"""The log screen saves what was typed, at once and with whatever else is wrong."""

import uuid

import pytest

from interviews.models import Interview, Mention, NoteLine, Person, Quote, Why
from tests.budgets import budget
from tests.factories import interviews as make
from tests.interviews.noted import pieces

KEY = str(uuid.uuid4())


@pytest.fixture
def save(as_researcher):
    """Send a save as the script of the screen does; gives the answer."""

    def send(path="/interviews/new/", client=as_researcher, **data):
        data.setdefault("key", KEY)
        data.setdefault("parts", ",".join({"name": "who", "guide": "study"}.get(name, name) for name in data))
        return client.post(path, data, headers={"Accept": "application/json"})

    return send


def log(interview):
    return f"/interviews/{interview.pk}/log/"


def test_the_empty_screen_has_a_key_and_the_marks(as_researcher):
    page = as_researcher.get("/interviews/new/")
    assert page.status_code == 200
    assert 'name="key"' in page.text
    for sign in ("!", "~", "?", "??", "?!", "#", "=", "&gt;", "@"):
        assert f'data-sign="{sign}"' in page.text


def test_opening_the_screen_makes_nothing(as_researcher):
    as_researcher.get("/interviews/new/")
    assert not Interview.objects.exists()


def test_the_first_save_makes_the_interview_and_a_repetition_does_not(save):
    first, second = save(notes="hello", tab="t", tab_number=1), save(notes="hello", tab="t", tab_number=1)
    assert first.json()["url"] == second.json()["url"] == log(Interview.objects.get())
    assert Interview.objects.get().notes == "hello"


def test_the_answer_tells_version_time_title_and_cards(save):
    answer = save(notes="! Loads break 4\nmore", caret="2").json()
    interview = Interview.objects.get()
    assert (answer["version"], answer["title"]) == (interview.version, f"INT-{interview.pk}, draft")
    assert answer["saved_at"].count(":") == 2
    assert "Loads break" in pieces(answer)
    assert "1 pain point" in pieces(answer)


def test_a_known_person_is_met_again(save, researcher):
    company = make.CompanyFactory(name="Nordkap")
    maya = make.PersonFactory(name="Maya Lindqvist", role="Data engineer", company=company)
    earlier = make.InterviewFactory(held_at="2026-02-12T10:00:00Z", created_by=researcher)
    make.ParticipantFactory(interview=earlier, person=maya)
    answer = save(name="Maya Lindqvist", person=maya.pk).json()
    assert "We met Maya on 12 February" in answer["met"]
    assert (answer["fields"]["role"], answer["fields"]["company"]) == ("Data engineer", "Nordkap")


def test_without_the_script_the_same_form_saves_and_comes_back(as_researcher):
    answer = as_researcher.post("/interviews/new/", {"key": KEY, "notes": "! Loads break\r\n", "name": "Maya"})
    interview = Interview.objects.get()
    assert answer.url == log(interview)
    assert (interview.notes, interview.first_participant().person.name) == ("! Loads break\n", "Maya")


def test_prefilled_from_a_person_and_from_the_home_page(as_researcher):
    maya = make.PersonFactory(name="Maya Lindqvist")
    page = as_researcher.get(f"/interviews/new/?person={maya.pk}&text=Loads+break").text
    assert 'value="Maya Lindqvist"' in page
    assert "Loads break</textarea>" in page


@pytest.mark.parametrize("query", ["?person=x", "?person=99999999999999999999999", "?text=%00"])
def test_odd_prefills_open_an_empty_screen(as_researcher, query):
    assert as_researcher.get(f"/interviews/new/{query}").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "M" * 10_000),
        ("role", "r" * 10_000),
        ("company", "c" * 10_000),
        ("held_at", "1900-01-01T10:00"),
        ("held_at", "2199-01-01T10:00"),
        ("held_at", "one of these days"),
        ("persona", "424242"),
        ("persona", "x"),
        ("study", "424242"),
        ("guide", "99999999999999999999999"),
        ("purpose", "world domination"),
        ("tools", "t" * 500),
        ("notes", "n" * 500_001),
        ("notes", "! x\n" * 2_001),
    ],
)
def test_a_field_in_error_says_so_and_keeps_nothing_else_back(save, field, value):
    part = {"name": "who", "role": "who", "company": "who", "persona": "who", "guide": "study"}.get(field, field)
    other = "responsibilities" if field == "notes" else "notes"
    answer = save(**{field: value, other: "kept", "parts": f"{part},{other}"})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    interview = Interview.objects.get()
    kept = interview.notes if other == "notes" else interview.first_participant().responsibilities.get().text
    assert kept == "kept"


def test_a_field_in_error_without_the_script_keeps_what_was_typed(as_researcher):
    answer = as_researcher.post("/interviews/new/", {"key": KEY, "notes": "kept", "held_at": "1900-01-01T10:00"})
    assert answer.status_code == 422
    assert "1900-01-01T10:00" in answer.text
    assert "Choose a day between 1970" in answer.text


@pytest.mark.parametrize(
    "data", [{"key": "x"}, {"version": "-1"}, {"caret": "zzz"}, {"tab_number": "9" * 40}, {"edit": "::::"}]
)
def test_odd_bookkeeping_does_not_lose_the_notes(save, data):
    answer = save(notes="kept", **data)
    assert answer.status_code in (200, 422)
    assert Interview.objects.get().notes == "kept"


def test_what_no_database_holds_is_left_out(save):
    save(notes="! a\x00b <b>&\u202e 🙂 3", name="\x00Maya")
    assert Mention.objects.get().title == "ab <b>&\u202e 🙂"
    assert Person.objects.get().name == "Maya"


def test_markup_in_notes_and_names_is_shown_as_text(save, as_researcher):
    answer = save(notes='! <script>alert(1)</script>\n" <img src=x>', name="<b>Maya</b>").json()
    page = as_researcher.get(answer["url"]).text
    assert "<script>alert" not in pieces(answer) + page
    assert "<img src=x" not in pieces(answer) + page


def test_a_stale_save_stores_nothing_and_gives_both_texts(save):
    save(notes="one\ntwo", tab="a")
    url = log(Interview.objects.get())
    base = Interview.objects.get().version
    save(url, notes="one\ntwo\ntheirs", version=base, tab="b")
    answer = save(url, notes="mine\none\ntwo", version=base, tab="a", base="one\ntwo", parts="notes")
    assert answer.status_code == 409
    told = answer.json()
    assert told["theirs"]["notes"] == "one\ntwo\ntheirs"
    assert told["merged"] == "mine\none\ntwo\ntheirs"
    assert Interview.objects.get().notes == "one\ntwo\ntheirs"
    save(url, notes=told["merged"], version=told["version"], tab="a")
    assert Interview.objects.get().notes == told["merged"]


def test_a_stale_save_without_the_script_shows_both_texts(as_researcher, save):
    save(notes="one")
    interview = Interview.objects.get()
    answer = as_researcher.post(log(interview), {"version": interview.version - 1, "notes": "mine"})
    assert answer.status_code == 409
    assert "mine</textarea>" in answer.text
    assert "one</textarea>" in answer.text
    interview.refresh_from_db()
    assert interview.notes == "one"


def test_a_draft_of_somebody_else_is_not_saved_as_mine(save, stranger):
    answer = save(notes="theirs", user=stranger.pk)
    assert (answer.status_code, answer.json()["error"]) == (403, "other_user")
    assert not Interview.objects.filter(notes="theirs").exists()


def test_an_expired_sign_in_answers_401_and_says_where_to_sign_in(save, client):
    answer = save(client=client, notes="typed")
    assert answer.status_code == 401
    assert answer.json()["login"].startswith("/accounts/login")


def test_viewers_may_not_log(as_viewer, save):
    assert as_viewer.get("/interviews/new/").status_code == 403
    assert save(client=as_viewer, notes="typed").status_code == 403


def test_a_restricted_interview_is_absent_for_strangers(save, as_stranger):
    save(notes="typed")
    Interview.objects.update(restricted=True)
    interview = Interview.objects.get()
    assert as_stranger.get(log(interview)).status_code == 404
    assert save(log(interview), client=as_stranger, notes="x").status_code == 404
    assert save(client=as_stranger, notes="guessed the key").status_code == 404


def test_withdrawn_words_close_the_notes(save, as_researcher):
    save(notes="a column is gone", name="Maya")
    interview = Interview.objects.get()
    Person.objects.update(consent_withdrawn_at="2026-01-01T00:00Z")
    page = as_researcher.get(log(interview))
    assert page.status_code == 403
    assert "a column is gone" not in page.text


@pytest.fixture
def interview(save):
    save(notes="Prose\n! Loads break\n? No contract\n  ? Nobody asks\n! Other")
    return Interview.objects.get()


@pytest.fixture
def edit(save, interview):
    """Edit in the panel; gives the notes afterwards."""

    def send(act, text, value="", words="", **more):
        interview.refresh_from_db()
        line = NoteLine.objects.get(text=text).pk
        save(log(interview), edit=f"{act}:{line}:{value}", words=words, version=interview.version, parts="", **more)
        interview.refresh_from_db()
        return interview.notes.split("\n")

    return send


@pytest.mark.parametrize(
    ("act", "text", "value", "words", "number", "line"),
    [
        ("severity", "Loads break", "4", "", 1, "! Loads break 4"),
        ("words", "Loads break", "", "Loads often break", 1, "! Loads often break"),
        ("grounds", "No contract", "intuition", "", 2, "?? No contract"),
        ("grounds", "No contract", "confirmed", "", 2, "?! No contract"),
        ("grounds", "No contract", "confirmed", "wiki/12", 2, "?! No contract <- wiki/12"),
        ("quote", "Loads break", "", "Slack is on fire", 2, '" Slack is on fire'),
        ("workaround", "Loads break", "", "A cron", 2, "~ A cron"),
        ("why", "Loads break", "", "Because", 4, "? Because"),
        ("why", "No contract", "", "Another branch", 4, "  ? Another branch"),
    ],
)
def test_an_edit_in_the_panel_rewrites_its_line(edit, act, text, value, words, number, line):
    ids = set(NoteLine.objects.values_list("pk", flat=True))
    lines = edit(act, text, value, words)
    assert lines[number] == line
    assert lines[0] == "Prose"
    assert ids <= set(NoteLine.objects.filter(state="live").values_list("pk", flat=True))


def test_an_edit_and_the_text_travel_in_one_save(save, interview):
    line = NoteLine.objects.get(text="Other").pk
    answer = save(
        log(interview), notes=interview.notes + " things\nmore", edit=f"severity:{line}:5", version=interview.version
    ).json()
    assert answer["fields"]["notes"].endswith("! Other things 5\nmore")
    assert Mention.objects.get(title="Other things").severity == 5


@pytest.mark.parametrize(
    ("act", "value"),
    [
        ("severity", "9"),
        ("severity", "x"),
        ("grounds", "maybe"),
        ("nonsense", ""),
        ("same", "0"),
        ("participant", "zz"),
    ],
)
def test_an_edit_of_no_meaning_changes_nothing(edit, interview, act, value):
    before = interview.notes.split("\n")
    assert edit(act, "Loads break", value) == before


def test_fields_that_no_line_tells_are_kept_on_the_mention(edit):
    edit("so_what", "Loads break", words="Nobody trusts the numbers")
    edit("frequency", "Loads break", words="Every week" + "!" * 300)
    edit("if_nothing", "Loads break", words="They leave")
    mention = Mention.objects.get(title="Loads break")
    assert (mention.so_what, mention.if_nothing) == ("Nobody trusts the numbers", "They leave")
    assert len(mention.frequency) == 200


def test_same_pain_apart_and_back(edit):
    known = make.PainPointFactory(title="Loads break at night")
    edit("same", "Loads break", known.pk)
    assert Mention.objects.get(title="Loads break").pain_point == known
    edit("own", "Loads break")
    assert Mention.objects.get(title="Loads break").pain_point != known
    edit("apart", "Loads break", known.pk)
    assert Mention.objects.get(title="Loads break").kept_apart.get() == known


def test_a_pain_that_sounds_like_a_known_one_is_offered_while_it_is_typed(save):
    make.MentionFactory(pain_point=make.PainPointFactory(title="Cost spikes have no owner"))
    answer = save(notes="! Cost spikes without an owner", caret="1", here="1").json()
    assert "Sounds like" in pieces(answer)
    assert "heard from 1 person" in pieces(answer)


def test_a_removed_line_with_links_asks_and_remove_can_be_taken_back(save, edit, interview):
    edit("so_what", "Loads break", words="It matters")
    interview.refresh_from_db()
    answer = save(log(interview), notes="Prose", version=interview.version).json()
    assert "Line removed" in pieces(answer)
    edit("keep", "Loads break")
    assert NoteLine.objects.get(text="Loads break").kept
    edit("remove", "Loads break")
    assert Mention.objects.get(title="Loads break").archived_at
    edit("restore", "Loads break")
    assert Mention.objects.get(title="Loads break").archived_at is None
    edit("remove", "Loads break")
    assert edit("words", "Loads break", words="gone") == ["Prose"]


def test_a_mention_goes_to_another_participant_with_its_quotes(save, interview, edit):
    edit("quote", "Loads break", words="Slack is on fire")
    answer = save(f"/interviews/{interview.pk}/people/", name="Jonas", role="Analyst").json()
    assert "Jonas" in answer["texts"]["people"]
    jonas = interview.participants.get(person__name="Jonas")
    edit("participant", "Loads break", jonas.pk)
    assert Mention.objects.get(title="Loads break").participant == jonas
    assert Quote.objects.get().participant == jonas
    refused = save(f"/interviews/{interview.pk}/people/{jonas.pk}/remove/")
    assert refused.status_code == 409
    edit("participant", "Loads break", interview.first_participant().pk)
    assert save(f"/interviews/{interview.pk}/people/{jonas.pk}/remove/").status_code == 200


def test_whys_in_the_panel_show_their_tree(save, interview):
    assert Why.objects.get(text="Nobody asks").parent.text == "No contract"


def test_more_cards_ask_no_more_queries(as_researcher, save, interview):
    for words in ("few", "many"):
        pains = 2 if words == "few" else 12
        notes = "\n".join(f'! Pain {n}\n" Said {n}\n~ Around {n}\n? Why {n}' for n in range(pains))
        interview.refresh_from_db()
        save(log(interview), notes=notes, version=interview.version)
        with budget("log screen"):
            as_researcher.get(log(interview))
        interview.refresh_from_db()
        with budget("log save"):
            save(log(interview), notes=f"A line at the top\n{notes}", version=interview.version)
