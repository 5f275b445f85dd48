"""Adding, changing, archiving and restoring any record: nothing typed is lost, nobody overwrites anybody unseen."""

import pytest
from django.utils.html import escape

from interviews.models import Company, FollowUp, Person
from tests.factories.interviews import CodeFactory, CompanyFactory, InterviewFactory, PersonFactory
from tests.interviews.records import KINDS

each = pytest.mark.parametrize("kind", KINDS, ids=str)

ODD_NAMES = [
    "<script>alert(1)</script> & “friends”",
    "مرحبا بالعالم",
    "Zoë 🦉👩‍👩‍👧‍👦",
    "'; DROP TABLE interviews_person; --",
    "{{ user.email }}{% csrf_token %}",
]


def typed(kind, name, **more):
    return {**kind.always, kind.title: name, **more}


def stored(kind):
    return kind.model.objects.order_by("-pk").first()


@each
def test_a_new_record_opens_with_its_first_field_in_hand_and_a_stored_one_is_read_first(kind, as_researcher):
    assert as_researcher.get(f"/{kind.slug}/new/").text.count(" autofocus") == 1
    assert " autofocus" not in as_researcher.get(f"/{kind.slug}/{kind.make().pk}/edit/").text


@each
def test_a_record_is_added_and_opens(kind, as_researcher, researcher):
    answer = as_researcher.post(f"/{kind.slug}/new/", typed(kind, "Something new"), follow=True)
    assert answer.status_code == 200
    assert "Something new" in answer.text
    assert stored(kind).created_by == researcher


@each
@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_is_kept_and_shown_as_it_was_typed(kind, name, as_researcher):
    as_researcher.post(f"/{kind.slug}/new/", typed(kind, name))
    assert getattr(stored(kind), kind.title) == name
    for address in (f"/{kind.slug}/", stored(kind).get_absolute_url(), f"/{kind.slug}/{stored(kind).pk}/edit/"):
        html = as_researcher.get(address, follow=True).text
        assert escape(name) in html
        assert "<script>alert" not in html


@each
def test_nothing_and_blanks_are_refused_at_the_field(kind, as_researcher):
    for name in ("", "   "):
        answer = as_researcher.post(f"/{kind.slug}/new/", typed(kind, name))
        assert answer.status_code == 422
        assert kind.title in answer.context["form"].errors
        assert "aria-invalid" in answer.text
    assert not kind.model.objects.exists()


@each
def test_ten_thousand_characters_are_kept_or_refused_with_what_was_typed(kind, as_researcher):
    long = "ü" * 10_000
    answer = as_researcher.post(f"/{kind.slug}/new/", typed(kind, long))
    if kind.longest is None:
        assert answer.status_code == 302
    else:
        assert answer.status_code == 422
        assert str(kind.longest) in str(answer.context["form"].errors[kind.title])
        assert long in answer.text
    answer = as_researcher.post(f"/{kind.slug}/new/", typed(kind, "Short", **dict.fromkeys(kind.texts, long)))
    assert answer.status_code == 302
    assert all(getattr(stored(kind), text) == long for text in kind.texts)


@each
def test_odd_values_are_refused_at_their_field(kind, as_researcher):
    cases = [(kind.title, "No\x00thing")]
    cases += [
        (day, value) for day in kind.days for value in ("1900-01-01", "0001-01-01", "9999-12-31", "2026-02-31", "soon")
    ]
    cases += [(name, value) for name in kind.choices for value in ("-1", "999999", "9" * 30, "x", "<b>")]
    for field, value in cases:
        answer = as_researcher.post(
            f"/{kind.slug}/new/", {**typed(kind, "Fine", **dict.fromkeys(kind.texts, "Kept")), field: value}
        )
        assert answer.status_code == 422, (field, value)
        assert list(answer.context["form"].errors) == [field], (field, value)
        assert all("Kept" in str(answer.context["form"][text].value()) for text in kind.texts)
    assert not kind.model.objects.exists()


@each
def test_who_saves_over_somebody_else_sees_both_texts(kind, as_researcher, as_admin):
    record = kind.make(**{kind.title: "As it was"})
    address = f"/{kind.slug}/{record.pk}/edit/"
    first, second = (client.get(address).context["form"]["version"].value() for client in (as_researcher, as_admin))

    assert as_researcher.post(address, typed(kind, "What one wrote", version=first)).status_code == 302
    late = as_admin.post(address, typed(kind, "What the other wrote", version=second))
    assert late.status_code == 409
    assert "What one wrote" in late.text
    assert "What the other wrote" in late.text
    record.refresh_from_db()
    assert getattr(record, kind.title) == "What one wrote"

    again = as_admin.post(address, typed(kind, "What the other wrote", version=late.context["form"]["version"].value()))
    assert again.status_code == 302
    record.refresh_from_db()
    assert getattr(record, kind.title) == "What the other wrote"


@each
@pytest.mark.parametrize("version", [None, "", "9" * 30])
def test_a_form_without_its_version_overwrites_nothing_unseen(kind, version, as_researcher):
    record = kind.make(**{kind.title: "As it was"})
    sent = typed(kind, "From nowhere") if version is None else typed(kind, "From nowhere", version=version)
    answer = as_researcher.post(f"/{kind.slug}/{record.pk}/edit/", sent)
    assert answer.status_code == 409
    assert "As it was" in answer.text
    assert "From nowhere" in answer.text
    record.refresh_from_db()
    assert getattr(record, kind.title) == "As it was"


@each
def test_a_record_is_archived_at_once_and_comes_back_by_undo(kind, as_researcher):
    record = kind.make(**{kind.title: "Here today"})
    answer = as_researcher.post(f"/{kind.slug}/{record.pk}/archive/", follow=True)
    assert f'action="/{kind.slug}/{record.pk}/restore/"' in answer.text
    record.refresh_from_db()
    assert record.is_archived
    assert "Here today" not in as_researcher.get(f"/{kind.slug}/").text

    as_researcher.post(f"/{kind.slug}/{record.pk}/restore/")
    record.refresh_from_db()
    assert not record.is_archived
    assert "Here today" in as_researcher.get(f"/{kind.slug}/").text


@each
def test_viewers_read_and_do_not_write(kind, as_viewer):
    record = kind.make()
    for address in (f"/{kind.slug}/new/", f"/{kind.slug}/{record.pk}/edit/"):
        assert as_viewer.get(address).status_code == 403
        assert as_viewer.post(address, typed(kind, "Mine")).status_code == 403
    for act in ("archive", "restore"):
        assert as_viewer.post(f"/{kind.slug}/{record.pk}/{act}/").status_code == 403
    record.refresh_from_db()
    assert not record.is_archived
    assert "/edit/" not in as_viewer.get(record.get_absolute_url(), follow=True).text


@pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS if kind.slug in ("companies", "personas", "studies", "guides", "codes", "tools")],
    ids=str,
)
def test_a_name_is_given_once_whatever_its_case(kind, as_researcher):
    kind.make(**{kind.title: "Nordkap"})
    answer = as_researcher.post(f"/{kind.slug}/new/", typed(kind, "NORDKAP"))
    assert answer.status_code == 422
    assert "already" in str(answer.context["form"].errors[kind.title])


def test_a_name_taken_in_the_meantime_stops_a_restore_in_words(as_researcher, researcher):
    old = CompanyFactory(name="Nordkap")
    old.archive(researcher)
    CompanyFactory(name="nordkap")
    answer = as_researcher.post(f"/companies/{old.pk}/restore/", follow=True)
    assert answer.status_code == 200
    assert "There is a company with this name already." in answer.text
    assert Company.objects.get(pk=old.pk).is_archived


def test_a_code_cannot_stand_under_itself(as_researcher):
    theme = CodeFactory(name="Trust")
    below = CodeFactory(name="Breaking changes", parent=theme)
    answer = as_researcher.post(f"/codes/{theme.pk}/edit/", {"name": "Trust", "colour": "sea", "parent": below.pk})
    assert answer.status_code == 422
    assert "parent" in answer.context["form"].errors


def test_a_colleague_who_sees_pseudonyms_reads_no_contact_details(as_viewer):
    person = PersonFactory(name="Maya Lindqvist", pseudonym="Quiet Otter", email="maya@example.org", contact="+47 555")
    for address in ("/people/", person.get_absolute_url()):
        html = as_viewer.get(address).text
        assert "Quiet Otter" in html
        assert not [secret for secret in ("Maya", "maya@example.org", "+47 555") if secret in html]


def test_the_companies_offered_are_the_ones_in_use(as_researcher, researcher):
    gone, kept = CompanyFactory(name="Gone"), CompanyFactory(name="Here")
    person = PersonFactory(company=gone)
    gone.archive(researcher)
    html = as_researcher.get(f"/people/{person.pk}/edit/").text
    assert ">Gone<" in html  # theirs, so that saving does not lose it
    assert ">Here<" in html
    assert ">Gone<" not in as_researcher.get("/people/new/").text
    assert Person.objects.get().company == gone
    assert kept.pk


def test_a_follow_up_of_a_restricted_interview_is_absent_for_strangers(as_stranger):
    interview = InterviewFactory(restricted=True)
    one = FollowUp.objects.create(text="Ask about the merger", interview=interview)
    assert "merger" not in as_stranger.get("/follow-ups/").text
    for address in (f"/follow-ups/{one.pk}/", f"/follow-ups/{one.pk}/edit/"):
        assert as_stranger.get(address).status_code == 404
    for act in ("done", "open", "archive"):
        assert as_stranger.post(f"/follow-ups/{one.pk}/{act}/").status_code == 404
