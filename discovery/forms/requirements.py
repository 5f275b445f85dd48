"""Requirements as people type them."""

from __future__ import annotations

from typing import Any

from django import forms

from interviews.forms.record import RecordForm
from interviews.models import Act

from ..models import Requirement


class RequirementForm(RecordForm):
    """What must be true, when we accept that it is, and how much it matters."""

    written = in_our_words = ("text", "acceptance")

    class Meta:
        model = Requirement
        fields = ("text", "acceptance", "priority")
        widgets = {"acceptance": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"acceptance": "How somebody who did not build it can tell."}

    def save_by(self, user: Any) -> Requirement:
        """Save the valid form for `user`; the history of the document says so too."""
        new = self.instance.pk is None
        with Act.by(user, Act.Kind.CREATED if new else Act.Kind.EDITED) as act:
            requirement = super().save_by(user)
            act.remark(requirement.document, f"{requirement.label} was {'added' if new else 'changed'}")
        return requirement


class NewRequirementForm(RequirementForm):
    """The next line of a document, below all others."""

    class Meta(RequirementForm.Meta):
        widgets = {"acceptance": forms.Textarea(attrs={"rows": 2})}

    def save(self, commit: bool = True) -> Requirement:
        self.instance.number_next()
        return super().save(commit)
