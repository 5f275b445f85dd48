"""What somebody says about a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from ..comments import asked_in
from ..models import Act, Comment
from ..pasted import Pastings
from .record import RecordForm


class CommentForm(RecordForm):
    """A comment, new or written already. Whoever its text calls is asked; who is asked follows the text."""

    written = ("text",)

    text = forms.CharField(
        label="Comment",
        max_length=Comment.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": "Write something first."},
    )

    class Meta:
        model = Comment
        fields = ["text"]

    def __init__(self, *args: Any, beside_a_passage: bool = False, **kwargs: Any) -> None:
        self.beside_a_passage = beside_a_passage  # of many on a page, so that no key leads to one of them
        instance = kwargs.get("instance")
        kwargs.setdefault("auto_id", f"comment-{instance.pk}-%s" if instance and instance.pk else "comment-new-%s")
        super().__init__(*args, **kwargs)
        field = self.fields["text"].widget.attrs
        field.pop("maxlength", None)  # browsers would cut what is pasted, silently
        field["data-calls"] = reverse("interviews:colleague_suggest")
        if not self.instance.pk:
            field["placeholder"] = "What do you make of it? @ calls a colleague"
        if not self.instance.pk and not self.beside_a_passage:
            field["data-key"] = "c"

    def look_through(self, texts: Iterable[str]) -> Pastings:
        """Only whoever wrote a comment gets its form."""
        return Pastings(texts, reader=self.instance.created_by)

    def save_by(self, user: Any) -> Comment:
        """Save the valid form for `user`, as one act with those who are asked."""
        stored = self.instance.pk is not None
        with Act.by(user, Act.Kind.EDITED if stored else Act.Kind.CREATED) as act:
            if stored:
                act.watch(self.instance)
                self.instance.edited_at = timezone.now()
            comment = super().save_by(user)
            comment.asked.set(asked_in(comment.text))
        return comment
