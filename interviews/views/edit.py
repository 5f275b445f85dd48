"""The one way a record is created, edited, archived and restored; views delegate to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, Textarea, TextInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.versions import VersionedForm

from ..many import in_the_way
from ..models import Record

NAMED_BY = ("title", "name", "question")


def edit_record(
    request: HttpRequest,
    form: VersionedForm,
    *,
    template: str,
    done: Callable[[Any], str],
    said: str = "Saved",
    **context: Any,
) -> HttpResponse:
    """Show or save `form`. `done` gives the address to go to with the saved record.

    An invalid form answers 422, a form somebody else overtook 409 with both texts; nothing typed is lost. The address
    may say what a new record is called.
    """
    name_new(form, request.GET)
    if form.attempt(request.user):
        messages.success(request, said)
        return HttpResponseRedirect(done(form.saved))
    if form.status == 200 and form.instance.pk is None:
        begin_typing(form)
    status = 422 if request.method == "POST" and not form.is_bound else form.status
    return TemplateResponse(request, template, {"form": form, "record": form.instance, **context}, status=status)


def begin_typing(form: BaseForm) -> None:
    """Let a page that asks for something new open with its first text in hand."""
    typed = (one.field.widget for one in form.visible_fields() if isinstance(one.field.widget, TextInput | Textarea))
    if (first := next(typed, None)) is not None:
        first.attrs["autofocus"] = True


def name_new(form: VersionedForm, query: QueryDict) -> None:
    """Fill the title of a new record in as the address has it."""
    for key in NAMED_BY if form.instance.pk is None and not form.is_bound else ():
        if key in form.fields and query.get(key):
            longest = getattr(form.fields[key], "max_length", None)
            form.initial[key] = str(query[key]).replace("\0", "")[:longest]


def archive_record(request: HttpRequest, record: Record, *, to: str, undo: str) -> HttpResponse:
    """Archive `record` at once; the toast offers to take it back. `undo` is the address that restores it."""
    record.archive(request.user)
    messages.success(request, f"Archived {record.reference or record}", extra_tags=undo)
    return redirect(to)


def restore_record(request: HttpRequest, record: Record, *, to: str) -> HttpResponse:
    """Take `record` out of the archive, unless another one has taken its place in the meantime."""
    taken = in_the_way(record)
    if taken:
        messages.error(request, f"Not restored. {taken}")
        return redirect(to)
    record.restore(request.user)
    messages.success(request, f"Restored {record.reference or record}")
    return redirect(to)
