"""Comments: written below a record in place, changed by who wrote them, resolved by whoever reads them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import reader
from accounts.models import User

from ..comments import as_read, notes_stand, talk_about, without_access
from ..forms.comments import CommentForm
from ..models import Act, Comment, Interview, Passage, Record
from .suggest import LIMIT, Option, answer, typed


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, pk: int, model: Any) -> HttpResponse:
    """What was said about a record, as a part of its page; POST adds to it."""
    record = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return part(request, record, blank(record)) if request.htmx else redirect(page_of(record))
    require_open(request, record)
    form = CommentForm(request.POST, instance=Comment(**{record.concept(): record}), **named(record))
    if form.attempt(request.user):
        messages.success(request, said(form.saved))
        return (
            part(request, record, blank(record), form.saved.pk)
            if request.htmx
            else redirect(form.saved.get_place_url())
        )
    if request.htmx:
        return part(request, record, form)
    context = {"form": form, "record": form.instance, "about": record}
    return TemplateResponse(request, "interviews/comment_edit.html", context, status=form.status)


def page_of(record: Record | Passage) -> str:
    """Where a record or passage is read, at what was said about it."""
    url = record.get_absolute_url()
    return url if isinstance(record, Passage) else f"{url}#comments"


def blank(record: Record | Passage) -> CommentForm:
    """The form that adds to what was said about a record or passage."""
    return CommentForm(**named(record))


def named(record: Record | Passage) -> dict[str, Any]:
    """How its fields are called: passages have many of these forms on one page."""
    return {"auto_id": f"answer-{record.pk}-%s", "beside_a_passage": True} if isinstance(record, Passage) else {}


def require_open(request: HttpRequest, record: Record | Passage) -> None:
    """Refuse (403) to add to what is put away, or to what hides with the notes."""
    if record.is_archived:
        raise PermissionDenied("Restore it before you comment on it.")
    if isinstance(record, Interview) and not notes_stand(record, request.user):
        raise PermissionDenied("What was said here is hidden, and so are comments on it.")


def part(request: HttpRequest, record: Record | Passage, form: CommentForm, fresh: int = 0) -> HttpResponse:
    """The comments below a record, or those about a passage; `fresh` is the one that was added."""
    context = {**talk_below(record, request.user), "comment_form": form, "fresh": fresh}
    template = "interviews/_passage_comments.html" if isinstance(record, Passage) else "interviews/_comments.html"
    return TemplateResponse(request, template, context, status=form.status)


def talk_below(record: Record | Passage, user: Any) -> dict[str, Any]:
    """What the page of a record needs to show what was said about it, and the field to add to it."""
    return {"talk": talk_about(record, user), "comment_form": blank(record), "fresh": 0}


def said(comment: Comment) -> str:
    """What is said of a comment that was saved; also who will not see that they are asked."""
    left_out = [str(user) for user in without_access(comment)]
    if not left_out:
        return "Comment added"
    return f"Comment added. {' and '.join(left_out)} may not read this and will not see it."


@require_safe
def comment_read(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment is read where it stands: below its record."""
    comment = find(request, pk)
    return one(request, comment) if request.htmx else redirect(comment.get_place_url())


def find(request: HttpRequest, pk: int) -> Comment:
    """The comment, when the person may read it; else 404."""
    return get_object_or_404(Comment.objects.visible_to(request.user).select_related("quote__interview"), pk=pk)


def one(request: HttpRequest, comment: Comment) -> HttpResponse:
    """A comment after something was done to it: to htmx its place in the list, else the page of its record."""
    if not request.htmx:
        return redirect(comment.get_place_url())
    told = as_read(Comment.objects.filter(pk=comment.pk).told(), request.user)
    return TemplateResponse(request, "interviews/_comment.html", {"one": told[0], "fresh": comment.pk})


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what one said oneself."""
    comment = find(request, pk)
    if comment.author != request.user:
        raise PermissionDenied("Only who wrote a comment changes it.")
    if comment.is_archived:
        raise PermissionDenied("Put the comment back before you change it.")
    require_open(request, comment.target)
    form = CommentForm(request.POST or None, instance=comment)
    if form.attempt(request.user):
        return one(request, comment)
    template = "interviews/_comment_edit.html" if request.htmx else "interviews/comment_edit.html"
    status = 422 if request.method == "POST" and not form.is_bound else form.status
    return TemplateResponse(
        request, template, {"form": form, "record": comment, "about": comment.target}, status=status
    )


@require_POST
def comment_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a comment; the toast takes it back, and so does what stays in its place."""
    comment = to_remove(request, pk)
    act = comment.archive(request.user)
    messages.success(request, "Comment removed", extra_tags=act.get_undo_url(comment.get_place_url()))
    return one(request, comment)


@require_POST
def comment_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a removed comment back."""
    comment = to_remove(request, pk)
    comment.restore(request.user)
    return one(request, comment)


def to_remove(request: HttpRequest, pk: int) -> Comment:
    """The comment, when the person may remove it: who wrote it, or an admin."""
    comment = find(request, pk)
    if not comment.may_be_removed_by(request.user):
        raise PermissionDenied("Only who wrote a comment, or an admin, removes it.")
    return comment


@require_POST
def comment_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a comment is dealt with. Whoever may comment may say so."""
    comment = find(request, pk)
    act = settle(comment, reader(request), resolved=True)
    if act.pk:
        messages.success(request, "Resolved", extra_tags=act.get_undo_url(comment.get_place_url()))
    return one(request, comment)


@require_POST
def comment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a comment is not dealt with after all."""
    comment = find(request, pk)
    settle(comment, reader(request), resolved=False)
    return one(request, comment)


def settle(comment: Comment, user: User, *, resolved: bool) -> Act:
    """Set or clear who resolved a comment; doing either twice changes nothing."""
    with Act.by(user, Act.Kind.EDITED) as act:
        if comment.is_resolved != resolved:
            act.watch(comment)
            comment.resolved_at, comment.resolved_by = (timezone.now(), user) if resolved else (None, None)
            comment.version += 1
            comment.save(update_fields=["resolved_at", "resolved_by", "version", "updated_at"])
    return act


@require_POST
def passage_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that all that was said about a passage is dealt with."""
    passage = get_object_or_404(Passage.objects.visible_to(request.user), pk=pk)
    act = settle_all(passage, reader(request), resolved=True)
    if act.pk:
        messages.success(request, "Resolved", extra_tags=act.get_undo_url(passage.get_absolute_url()))
    return part(request, passage, blank(passage)) if request.htmx else redirect(page_of(passage))


@require_POST
def passage_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is not dealt with after all."""
    passage = get_object_or_404(Passage.objects.visible_to(request.user), pk=pk)
    settle_all(passage, reader(request), resolved=False)
    return part(request, passage, blank(passage)) if request.htmx else redirect(page_of(passage))


def settle_all(passage: Passage, user: User, *, resolved: bool) -> Act:
    """The same for every comment on a passage, as one act."""
    with Act.by(user, Act.Kind.EDITED) as act:
        for comment in Comment.objects.live().filter(passage=passage):
            settle(comment, user, resolved=resolved)
    return act


@require_safe
def colleague_suggest(request: HttpRequest) -> HttpResponse:
    """Colleagues whose name contains what was typed after an @."""
    found: Any = User.objects.active().filter(full_name__icontains=typed(request))[:LIMIT]
    return answer(request, [Option(user.pk, str(user), user.get_role_display()) for user in found])
