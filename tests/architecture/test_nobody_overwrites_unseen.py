"""A form that changes something stored says which version it was filled from; an old one changes nothing."""

from typing import Any

import pytest
from django import forms
from django.db.models import F
from django.urls import reverse

from accounts import reading
from accounts.versions import Versioned
from tests.addresses import ADMINS, SIGNED_IN, WRITERS
from tests.architecture.test_every_address import TABLE
from tests.factories.interviews import PainPointFactory

# Forms that overwrite nothing that somebody else may have typed meanwhile.
OVERWRITE_NOTHING = {
    "account_change_password",  # asks for the password as it is
    "interviews:import_upload",
    "interviews:import_preview",
    "interviews:interview_new",
    "interviews:quote_new",
    "interviews:quote_read",  # attaches; taking away names what it takes
    "discovery:hypothesis_evidence",
    "discovery:document_evidence",
    "discovery:requirement_evidence",
    "discovery:requirement_read",
    "discovery:reference_suggest",  # options for the editor
    "discovery:hypothesis_read",
    "discovery:document_read",
    "discovery:weekly_update_new",
    "discovery:weekly_update_mail",
    "interviews:merge",  # moves what is there when it is sent, and its act is undone as one
    "interviews:pain_point_split",
    "interviews:participant_withdraw",  # an act, whichever version; so are publishing and approving, which name it
    "interviews:person_withdraw",
    "discovery:document_approve",
    "discovery:weekly_update_publish",
    "interviews:journey_arrange",  # each card carries its own version: tests/interviews/test_arrange_journey.py
}
# The log screen has a version of its own kind and merges: tests/interviews/test_log_save.py.
MERGED = {"interviews:interview_log", "interviews:interview_finish"}


def form_on(client: Any, address: Any) -> tuple[str, forms.BaseForm | None]:
    """The path of an address and the form on its page, if any."""
    with reading.with_names():
        path = reverse(address.name, kwargs=address.make()) + address.query
    shown = client.get(path)
    return path, shown.context.get("form") if shown.status_code == 200 and shown.context else None


def is_new(form: forms.BaseForm) -> bool:
    return isinstance(form, forms.ModelForm) and form.instance.pk is None


EDITS = [
    one
    for one in TABLE
    if one.rights in (WRITERS, ADMINS) or one.name == "accounts:profile"
    if not one.name.endswith(("_new", "_list")) and one.name not in OVERWRITE_NOTHING | MERGED
]


def test_a_form_without_a_version_changes_no_row(as_admin, researcher):
    """Any other page with a form is either in the table of edits below or named above."""
    asked = {one.name for one in EDITS}
    for one in TABLE:
        if one.rights in (SIGNED_IN, WRITERS, ADMINS) and one.name not in asked | OVERWRITE_NOTHING | MERGED:
            _, form = form_on(as_admin, one)
            assert form is None or is_new(form) or form.is_bound, one.name  # bound without a POST: a filter


@pytest.mark.parametrize("address", EDITS, ids=lambda one: one.name)
def test_a_stale_form_is_answered_with_both_texts_and_changes_nothing(address, as_admin, researcher):
    path, form = form_on(as_admin, address)
    assert isinstance(form, Versioned), "carries no version"
    row = type(form.row)._base_manager.filter(pk=form.row.pk)
    sent = {bound.html_name: changed(bound) for one in (form, *parts_of(form)) for bound in one}
    PainPointFactory(title="Changed")  # for the form that looks for one

    row.update(**{form.counter: F(form.counter) + 1})
    before = row.values().get()
    late = as_admin.post(path, {name: value for name, value in sent.items() if value is not None})
    assert late.status_code == 409
    assert row.values().get() == before
    assert "Somebody else saved" in late.text
    assert all(text in late.text for text in sent.values() if text == "Changed")

    again = {**sent, "version": late.context["form"]["version"].value()}
    assert as_admin.post(path, {name: value for name, value in again.items() if value is not None}).status_code == 302
    assert row.values().get() != before


def parts_of(form: forms.BaseForm) -> list[forms.BaseForm]:
    """The forms that are sent together with `form`."""
    return form.speakers.forms if hasattr(form, "speakers") else []


def changed(bound: forms.BoundField) -> Any:
    """Another value for a field, where that is easily said."""
    field, value = bound.field, bound.value()
    if isinstance(field, forms.BooleanField):
        return None if value else "on"
    if isinstance(field, forms.ModelChoiceField | forms.MultipleChoiceField) or bound.is_hidden:
        return value or None
    if isinstance(field, forms.ChoiceField):
        return next(str(key) for key, _ in reversed(list(field.choices)) if str(key) != str(value))
    return "Changed" if type(field) is forms.CharField else value
