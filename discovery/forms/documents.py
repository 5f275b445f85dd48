"""Documents, their templates and their reviews as people type them."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from interviews.forms.ids import SeveralField
from interviews.forms.record import KeptForm, RecordForm

from ..models import DataProduct, Document, DocumentTemplate, DocumentVersion, Hypothesis, Review
from ..versions import call

LONGEST = 200_000  # characters: a book chapter, and still rendered in a blink


class DocumentForm(RecordForm):
    """A document in Markdown. Each save is a version of it, because the journal is followed by one."""

    written = ("title", "summary", "body")
    in_our_words = ("title",)

    body = forms.CharField(
        label="Text",
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="Markdown. References such as PP-131, INT-49 or HYP-12 become live cards.",
    )

    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Document
        fields = ("title", "summary", "kind", "status", "owner", "data_product", "hypotheses", "body")
        field_classes = {"hypotheses": SeveralField}
        widgets = {"hypotheses": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.instance
        if document.pk:
            del self.fields["client_key"]
        else:
            self.fields["client_key"].initial = uuid.uuid4
        self.fields["owner"].queryset = User.objects.writers()
        self.fields["data_product"].queryset = DataProduct.objects.filter(
            Q(archived_at=None) | Q(pk=document.data_product_id)
        )
        own = Q(documents=document) if document.pk else Q()
        self.fields["hypotheses"].queryset = Hypothesis.objects.filter(Q(archived_at=None) | own).distinct()
        if document.status != Document.Status.APPROVED:  # that is done by an act of its own, which freezes a copy
            self.fields["status"].choices = [
                one for one in Document.Status.choices if one[0] != Document.Status.APPROVED
            ]

    def save_by(self, user: Any) -> Document:
        """Save it, a new one under the key that the form was given. Where a save of the same form made it meanwhile, go
        on in that document; raises Stale where somebody went on in it already."""
        key = self.cleaned_data.get("client_key")
        if self.instance.pk or not key:
            return super().save_by(user)
        self.instance.client_key = key
        try:
            with transaction.atomic():
                return super().save_by(user)
        except IntegrityError:
            begun = Document.objects.filter(client_key=key).first()
            if begun is None:
                raise
        if begun.created_by_id == user.pk:
            del self.fields["client_key"]
            self.instance = forms.models.construct_instance(self, begun, self._meta.fields, self._meta.exclude)
        else:
            self.instance.client_key = uuid.uuid4()
        return super().save_by(user)

    def with_stored(self, name: str) -> DocumentForm:
        """The form as it was sent, but for one field, which stays as it is stored."""
        theirs = self.as_stored()
        sent: Any = self.data.copy()
        sent[name] = theirs[name].value()
        return type(self)(sent, instance=theirs.instance)

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n")


class TemplateForm(KeptForm):
    """The outline of one kind of document; an empty one stands for the outline that comes with the app."""

    class Meta:
        model = DocumentTemplate
        fields = ("outline",)
        widgets = {"outline": forms.Textarea(attrs={"rows": 30})}
        help_texts = {
            "outline": "A line such as ## Problem for each section, and below it what belongs there. Write (optional) "
            "behind a heading that may be left out. Empty brings back the outline of the app."
        }


class NameForm(forms.ModelForm):
    """What a version is called."""

    class Meta:
        model = DocumentVersion
        fields = ("name",)

    def save(self, commit: bool = True) -> DocumentVersion:
        """Store the name and nothing else: a save may have gone on in this version since it was read."""
        call(self.instance, self.cleaned_data["name"])
        return self.instance


class AskForm(forms.ModelForm):
    """Who is asked to look over a document, and what about."""

    class Meta:
        model = Review
        fields = ("reviewer", "question")

    def __init__(self, *args: Any, document: Document, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = document.reviews.open().values("reviewer")
        self.fields["reviewer"].queryset = User.objects.writers().exclude(pk=user.pk).exclude(pk__in=asked)
        self.fields["reviewer"].empty_label = "Choose a colleague"


class AnswerForm(forms.ModelForm):
    """What a reviewer thinks."""

    outcome = forms.ChoiceField(choices=Review.Outcome.choices)

    class Meta:
        model = Review
        fields = ("outcome", "answer")

    def save(self, commit: bool = True) -> Review:
        self.instance.answered_at = timezone.now()
        self.instance.version += 1
        return super().save(commit)
