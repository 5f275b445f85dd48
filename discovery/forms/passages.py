"""Comments on passages of a document as people type them."""

from __future__ import annotations

from typing import Any

from django import forms

from interviews.forms.comments import CommentForm
from interviews.models import Act, Comment

from ..anchors import Anchor, Found, find, text_of
from ..markdown import read
from ..models import Document, DocumentPassage
from ..passages import passage_at


class PassageCommentForm(CommentForm):
    """A comment and the words of the text it is about: those that were selected, or typed as they stand there."""

    words = forms.CharField(
        label="About these words",
        required=False,
        max_length=DocumentPassage.LONGEST,
        help_text="As they stand in the text. Left empty, the comment is about the whole section.",
    )
    section = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    before = forms.CharField(required=False, max_length=DocumentPassage.LONGEST, strip=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, max_length=DocumentPassage.LONGEST, strip=False, widget=forms.HiddenInput)
    field_order = ["words", "text", "section", "before", "after"]

    def __init__(self, *args: Any, document: Document, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, beside_a_passage=True, **kwargs)
        self.document, self.user = document, user
        self.place: Found | None = None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        self.sections = read(self.document.body, self.user).sections
        names = [one.anchor for one in self.sections]
        if told.get("section") not in names:
            self.add_error(None, "This section is no longer in the document. Read it again, then comment.")
        elif not self.errors:
            keys, texts = [one.key for one in self.sections], [text_of(one.body) for one in self.sections]
            at = names.index(told["section"])
            if not told["words"]:
                self.place = Found(at)
                return told
            around = told["before"][-DocumentPassage.AROUND :], told["after"][: DocumentPassage.AROUND]
            # what was typed has no surroundings: then the words are looked for in their section alone
            here = find(Anchor(keys[at], told["words"], *around), [keys[at]], [texts[at]])
            self.place = Found(at, here.start, here.end) if here else None
            if self.place is None:
                self.add_error("words", "These words are not in this section. Copy them from the text.")
        return told

    def save_by(self, user: Any) -> Comment:
        """Save for `user`; the passage is the one there is for the same words, or a new one."""
        with Act.by(user, Act.Kind.CREATED):
            self.instance.passage = passage_at(self.document, self.sections, self.place)
            return super().save_by(user)
