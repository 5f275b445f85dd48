"""Forms of the import: the file or text, the occasion, and who each speaker is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.versions import Versioned

from .. import transcripts
from ..capture import Who
from ..exchange.guesses import Guess
from ..exchange.imports import Chosen, Occasion
from ..exchange.speakers import Held, as_initial, say_who_is_who, stored_voices
from ..models import Person, Persona, Purpose, Speaker, Study, Transcript
from ..transcripts.encoding import MAX_BYTES
from .ids import SeveralField
from .picked import PickedField

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
MOST_SPEAKERS = 60
NOT_SAVED = "Nothing was saved yet. Something below needs another look."


class UploadForm(forms.Form):
    """A file, or its text pasted. A valid form has `read`, `data` and `name`."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,  # the reader says it in our words
        help_text="WebVTT, SRT, Word, Teams, Meet, Zoom, Otter, Whisper, podcast pages or text. Up to 20 MB.",
        widget=forms.FileInput(attrs={"data-max-bytes": MAX_BYTES}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label="Or paste the text",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    read: transcripts.Transcript
    data_sent: bytes
    name: str

    def clean(self) -> dict[str, Any]:
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if file and text.strip():
            self.add_error("file", "There is a file and pasted text. Send one of them.")
        elif file:
            self.take("file", file.read(), file.name)
        elif text.strip():
            self.take("text", text.encode("utf-8", "replace"), "")
        elif not self.errors:
            self.add_error("file", "Choose a file, or paste the text below.")
        return self.cleaned_data

    def take(self, field: str, data: bytes, name: str) -> None:
        """Read what was sent; a refusal is an error at its field."""
        try:
            self.read = transcripts.read(data, name)
        except transcripts.Refused as refused:
            self.add_error(field, str(refused))
        self.data_sent, self.name = data, name


class OccasionForm(forms.Form):
    """When and why the conversation was held, and by whom of us."""

    held_at = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    study = forms.ModelChoiceField(Study.objects.none(), required=False, empty_label="No study")
    purpose = forms.ChoiceField(required=False, choices=[("", "Not said"), *Purpose.choices])
    interviewers = SeveralField(User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, day_told: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["study"].queryset = Study.objects.live()
        self.fields["interviewers"].queryset = User.objects.active()
        if day_told:
            self.fields["held_at"].help_text = "The file says so. Is it the day of the conversation?"

    def clean_held_at(self) -> datetime:
        held_at: datetime = self.cleaned_data["held_at"]
        if not EARLIEST <= held_at <= timezone.now() + timedelta(days=366):
            raise forms.ValidationError("Give a day between 1970 and a year from now; is the year right?")
        return held_at

    @property
    def occasion(self) -> Occasion:
        told = self.cleaned_data
        return Occasion(told["held_at"], told["study"], told["purpose"], tuple(told["interviewers"]))


class TitleForm(forms.Form):
    """The title of the transcript."""

    title = forms.CharField(required=False, max_length=Transcript._meta.get_field("title").max_length)


class SpeakerForm(forms.Form):
    """Whose voice one label is."""

    SIDES = (
        (Speaker.Side.PARTICIPANT, "A customer"),
        (Speaker.Side.OURS, "One of us"),
        (Speaker.Side.UNKNOWN, "Not known"),
    )
    use_required_attribute = False  # a hidden field must not stop the form
    side = forms.ChoiceField(label="This is", choices=SIDES, widget=forms.RadioSelect)
    name = forms.CharField(
        error_messages={"required": "Say who this is, or choose “Not known”."},
        max_length=Person._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"data-suggest": "/people/suggest/", "autocomplete": "off"}),
    )
    person = PickedField()
    role = forms.CharField(required=False, max_length=Person._meta.get_field("role").max_length)
    company = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"data-suggest": "/companies/suggest/", "autocomplete": "off"}),
    )
    persona = forms.ModelChoiceField(Persona.objects.none(), required=False, empty_label="Not said")

    def __init__(self, *args: Any, personas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = Persona.objects.live()
        self.fields["persona"].choices = personas  # read once for all speakers
        self.fields["name"].widget.attrs["data-suggest-id"] = self.add_prefix("person")

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("side") != Speaker.Side.PARTICIPANT:
            self.errors.pop("name", None)  # only a customer needs one
        return told

    def chosen(self, people: dict[int, Person]) -> Chosen:
        """What was chosen; `people` are those that were picked, by id."""
        told = self.cleaned_data
        if told["side"] != Speaker.Side.PARTICIPANT:
            return Chosen(Speaker.Side(told["side"]))
        who = Who(
            name=told["name"],
            person=people.get(told["person"]),
            role=told["role"],
            company=told["company"],
            persona=told["persona"],
        )
        return Chosen(Speaker.Side.PARTICIPANT, who)


class SpeakerForms:
    """A form for each speaker of a transcript; those who say least are left out of a very long list."""

    def __init__(
        self, speakers: Sequence[transcripts.Speaker], initial: dict[str, dict[str, Any]], data: Any, *, user: Any
    ) -> None:
        self.user = user
        most = sorted(speakers, key=lambda one: -one.words)[:MOST_SPEAKERS]
        self.speakers = [one for one in speakers if one in most]
        self.left_out = len(speakers) - len(self.speakers)
        self.words = max(sum(one.words for one in speakers), 1)
        personas = [("", "Not said"), *Persona.objects.live().values_list("pk", "name")]
        self.forms = [
            SpeakerForm(data, prefix=f"speaker-{n}", initial=initial.get(one.label), personas=personas)
            for n, one in enumerate(self.speakers)
        ]

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.forms]  # every one, so that all errors show at once
        return all(checked)

    def rows(self) -> list[dict[str, Any]]:
        """Speaker, form and the share of all words, for the page."""
        return [
            {"speaker": one, "form": form, "share": round(100 * one.words / self.words)}
            for one, form in zip(self.speakers, self.forms, strict=True)
        ]

    def refuse(self, label: str, why: str) -> None:
        """Put an error at the speaker with this label."""
        for one, form in zip(self.speakers, self.forms, strict=True):
            if one.label == label:
                form.add_error(None, why)

    def compare(self, label: str, told: dict[str, Any], why: str) -> None:
        """Put an error at the speaker with this label where what was chosen differs from what is told."""
        for one, form in zip(self.speakers, self.forms, strict=True):
            differs = [name for name in told if form.fields[name].has_changed(told[name], form[name].data)]
            if one.label == label and differs:
                form.add_error(None, why)

    def chosen(self) -> dict[str, Chosen]:
        """What was chosen for each label."""
        ids = [form.cleaned_data["person"] for form in self.forms if form.cleaned_data["person"]]
        people = Person.objects.live().visible_to(self.user).in_bulk(ids)
        return {one.label: form.chosen(people) for one, form in zip(self.speakers, self.forms, strict=True)}


class WhoIsWhoForm(Versioned, forms.Form):
    """Who is who in a transcript that was saved: its version, and in `speakers` a form for each of them."""

    row: Transcript

    def __init__(self, *args: Any, transcript: Transcript, user: Any, **kwargs: Any) -> None:
        self.row, self.user = transcript, user
        super().__init__(*args, **kwargs)
        known = stored_voices(transcript.interview, user)
        self.speakers = SpeakerForms(
            [one.counted for one in known],
            {one.speaker.label: as_initial(one.speaker) for one in known},
            self.data if self.is_bound else None,
            user=user,
        )

    def clean(self) -> None:
        if not self.speakers.is_valid():
            self.add_error(None, NOT_SAVED)

    def save_by(self, user: Any) -> int:
        """Say who is who; returns how many quotes changed their speaker with it. Raises Held."""
        self.claim()
        return say_who_is_who(self.row.interview, self.speakers.chosen(), user)

    def refuse(self, held: Held) -> None:
        """Say at its speaker why a voice cannot change sides."""
        self.add_error(None, NOT_SAVED)
        self.speakers.refuse(held.label, str(held))

    def as_stored(self) -> WhoIsWhoForm:
        return WhoIsWhoForm(transcript=Transcript.objects.get(pk=self.row.pk), user=self.user)

    def differing(self, theirs: forms.BaseForm) -> list[tuple[forms.BoundField, str]]:
        """Says at each speaker what is stored where something else was chosen."""
        for row in theirs.speakers.rows():
            told = row["form"].initial
            side = dict(SpeakerForm.SIDES)[told["side"]]
            self.speakers.compare(row["speaker"].label, told, f"Stored now: {side}, {told['name'] or 'no name'}.")
        return []


def voices_in(read: transcripts.Transcript) -> list[transcripts.Speaker]:
    """The speakers of a file, and last the words without one as if they were somebody's."""
    nameless = [segment.text.split() for segment in read.segments if not segment.speaker]
    if not nameless:
        return list(read.speakers)
    first = " ".join(nameless[0][: transcripts.base.FIRST_WORDS])
    return [*read.speakers, transcripts.Speaker("", len(nameless), sum(map(len, nameless)), first)]


def from_guess(guess: Guess) -> dict[str, Any]:
    """The values a speaker's form begins with."""
    person = guess.person
    if person is None:
        return {"side": guess.side, "name": guess.name}
    return {
        "side": guess.side,
        "name": person.name,
        "person": person.pk,
        "role": person.role,
        "company": person.company.name if person.company else "",
        "persona": person.persona_id,
    }
