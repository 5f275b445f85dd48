"""The guide of an interview: which questions there are to hit, and which were asked."""

from __future__ import annotations

from django.utils import timezone

from ..models import Guide, Interview, InterviewQuestion, Study


def set_study(interview: Interview, study: Study | None, guide: Guide | None) -> None:
    """Choose study and guide. The guide of a study is taken unless another is named; its questions are copied."""
    guide = guide or (study.guide if study else None)
    changed = guide != interview.guide
    interview.study, interview.guide = study, guide
    if guide and not interview.purpose:
        interview.purpose = guide.purpose
    if changed:
        interview.questions.filter(asked_at__isnull=True).delete()
    if changed and guide:
        copy_questions(interview, guide)


def copy_questions(interview: Interview, guide: Guide) -> None:
    """Copy the guide's questions that are not in the interview yet, below those that were asked."""
    there = set(interview.questions.values_list("question", flat=True))
    last = interview.questions.order_by("-position").values_list("position", flat=True).first()
    start = 0 if last is None else last + 1
    new = [question for question in guide.questions.all() if question.pk not in there]
    InterviewQuestion.objects.bulk_create(
        InterviewQuestion(interview=interview, question=question, position=start + n, text=question.text)
        for n, question in enumerate(new)
    )


def tick(question: InterviewQuestion, *, asked: bool, answered: str) -> None:
    """Note whether a question was asked and how far it was answered; what is answered was asked."""
    if asked or answered:
        question.asked_at = question.asked_at or timezone.now()
        question.answered = answered
    else:
        question.asked_at, question.answered = None, ""
    question.save(update_fields=["asked_at", "answered"])
