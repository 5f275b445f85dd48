"""Reviews: asking a colleague to look over a document, and answering."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.access import researcher_required
from interviews.models import Act

from ..forms.documents import AnswerForm, AskForm
from ..models import Document, Review


@require_POST
@researcher_required
def review_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody; a draft is in review from then on."""
    document = get_object_or_404(Document.objects.live().visible_to(request.user), pk=pk)
    with Act.by(request.user, Act.Kind.EDITED) as act:
        document = get_object_or_404(Document.objects.live().select_for_update(), pk=pk)  # two that ask at once wait
        form = AskForm(request.POST, document=document, user=request.user)
        if not form.is_valid():
            messages.error(request, "Not asked. Choose a colleague who has not been asked yet.")
            return redirect(f"{document.get_absolute_url()}#reviews")
        act.watch(document)
        form.instance.document, form.instance.created_by = document, request.user
        review = form.save()
        if document.status == Document.Status.DRAFT:
            document.status = Document.Status.REVIEW
            document.version += 1
            document.save(update_fields=["status", "version", "updated_at"])
        act.remark(document, f"{review.reviewer} was asked for a review")
    messages.success(request, f"{review.reviewer} was asked")
    return redirect(review)


@require_POST
@researcher_required
@transaction.atomic
def review_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one thinks, once asked."""
    review = get_object_or_404(Review.objects.live().select_for_update(of=("self",)), pk=pk)
    if review.reviewer_id != request.user.pk:
        raise PermissionDenied("Whoever was asked answers.")
    form = AnswerForm(request.POST, instance=review)
    if review.document.is_archived:
        messages.error(request, "Not kept: the document is in the archive.")
        return redirect(review)
    if review.outcome or not form.is_valid():
        messages.error(request, "Not kept. Say whether you agree; an answer is given once.")
        return redirect(review)
    with Act.by(request.user, Act.Kind.EDITED) as act:
        form.save()
        act.remark(review.document, f"{request.user} reviewed it: {review.get_outcome_display().lower()}")
    messages.success(request, "Thank you, your review was kept")
    return redirect(review)
