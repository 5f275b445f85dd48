"""What the log screen sends: one form for the whole screen, of which a field in error keeps nothing else back."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.utils import from_current_timezone
from django.urls import reverse
from django.utils import timezone

from ..capture import Edit, Entry, Who
from ..capture.named import tidy
from ..models import Guide, Interview, Participant, Person, Persona, Purpose, Study, ToolUse
from ..moments import read, shown
from ..notes.parser import parse

NOTES_LENGTH = 500_000
MOST_RECORDS = (
    2_000  # marked lines: more are a document that was pasted, and saving them would take longer than people wait
)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
# The parts of the screen that are sent apart, so that only what somebody changed is saved.
PARTS = ("notes", "who", "held_at", "purpose", "study", "tools", "responsibilities")
FORM_ID = "log-form"
WHO = ("name", "role", "company", "department")
NOTHING_TOLD = {"told_responsibilities": "[]", "told_tools": "[]"}
UNFIT = re.compile("[\x00\ud800-\udfff]")
LINE_ENDS = re.compile(r"\r\n|\r")


CHOSEN: dict[str, type[Any]] = {"person": Person, "persona": Persona, "study": Study, "guide": Guide}


class TextField(forms.CharField):
    """Text as it was typed, without what no database can hold, its line ends all alike."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)
        self.validators = [check for check in self.validators if isinstance(check, MaxLengthValidator)]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut what is pasted without a word."""
        return {}

    def to_python(self, value: Any) -> str:
        return LINE_ENDS.sub("\n", UNFIT.sub("", super().to_python(value)))


class LinesField(TextField):
    """Short texts, one a line."""

    def __init__(self, length: int, what: str) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}))
        self.length, self.what = length, what

    def clean(self, value: Any) -> list[str]:
        texts = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if any(len(text) > self.length for text in texts):
            raise ValidationError(f"{self.what} has at most {self.length} characters.")
        return texts


class MomentField(TextField):
    """A day and a time in one text, as people write them; what it says is read by the form."""

    def __init__(self) -> None:
        hint = "A day and a time: today 14:30, yesterday 9:00, Mon 2 pm, 12 Feb 2026"
        super().__init__(max_length=60, widget=forms.TextInput(attrs={"title": hint, "autocomplete": "off"}))

    def prepare_value(self, value: Any) -> Any:
        return told_moment(value) if isinstance(value, datetime) else value


class LogForm(forms.Form):
    """One save of the log screen. `parts` names what is sent; without it everything is."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    user = forms.IntegerField(required=False, widget=forms.HiddenInput)
    tab = TextField(max_length=36)
    tab_number = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    caret = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)  # while somebody types there
    here = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)  # where they left the notes
    parts = TextField()
    base = TextField()
    edit = TextField()
    edit_id = TextField(max_length=36)
    words = TextField(max_length=20_000)
    was = TextField()
    notes = TextField(max_length=NOTES_LENGTH, widget=forms.Textarea(attrs={"data-most": NOTES_LENGTH}))
    name = TextField(max_length=Person._meta.get_field("name").max_length)
    person = forms.ModelChoiceField(Person.objects.none(), required=False, widget=forms.HiddenInput)
    role = TextField(max_length=Participant._meta.get_field("role").max_length)
    company = TextField(max_length=200)
    department = TextField(max_length=Participant._meta.get_field("department").max_length)
    persona = forms.ModelChoiceField(Persona.objects.none(), required=False, empty_label="Not chosen")
    today = TextField(widget=forms.HiddenInput)  # the day on which the next one was typed
    held_at = MomentField()
    purpose = forms.ChoiceField(choices=[("", "Not chosen"), *Purpose.choices], required=False)
    study = forms.ModelChoiceField(Study.objects.none(), required=False, empty_label="No study")
    guide = forms.ModelChoiceField(Guide.objects.none(), required=False, empty_label="Of the study")
    responsibilities = LinesField(2_000, "A responsibility")
    tools = LinesField(ToolUse._meta.get_field("tool").related_model._meta.get_field("name").max_length, "A tool")

    def __init__(self, *args: Any, user: Any, interview: Interview, **kwargs: Any) -> None:
        self.prefill = kwargs.pop("prefill", {})
        super().__init__(*args, auto_id="log-%s", **kwargs)
        self.user, self.interview = user, interview
        self.offer(name for name in CHOSEN if not self.is_bound or self.data.get(name))
        if not self.is_bound:
            self.show_stored()
        for field in self.fields.values():  # the form element stands apart, so that parts of the screen have their own
            field.widget.attrs |= {"form": FORM_ID} | ({} if field.widget.is_hidden else {"class": "input"})
        self.fields["name"].widget.attrs |= suggests("person", "person")
        self.fields["company"].widget.attrs |= suggests("company")
        for name in CHOSEN:
            self.fields[name].error_messages["invalid_choice"] = "It is not there any more. Choose another."

    def offer(self, names: Iterable[str]) -> None:
        """Let what there is be chosen in these fields. Most of what is sent is a bit of text, which chooses nothing."""
        for name in names:
            self.fields[name].queryset = CHOSEN[name].objects.live().visible_to(self.user)

    def show_stored(self) -> None:
        """Fill the fields from what is stored, for a page that shows the form. What was sent is shown all the same."""
        self.offer(CHOSEN)
        self.initial = {**stored(self.interview), **self.prefill}

    def clean_notes(self) -> str:
        text: str = self.cleaned_data["notes"]
        if text.count("\n") >= MOST_RECORDS:
            marked = sum(line.makes_record for line in parse(text, today=timezone.localdate()))
            if marked > MOST_RECORDS:
                raise ValidationError(
                    f"These notes have {marked:,} marked lines, and {MOST_RECORDS:,} is the most for one interview. "
                    "Move a part into another interview, or put a \\ before lines that are not meant as marks."
                )
        return text

    def clean_today(self) -> date:
        """The day that "today" means: it was typed then, and may be sent much later."""
        here = timezone.localdate()
        try:
            sent = date.fromisoformat(self.cleaned_data["today"])
        except ValueError:
            return here
        return sent if EARLIEST.date() < sent <= here + timedelta(days=1) else here

    def clean_held_at(self) -> datetime | None:
        text, before = self.cleaned_data["held_at"], timezone.localtime(self.interview.held_at)
        if not text.strip():
            return None
        moment = read(text, today=self.cleaned_data["today"], usual=before.time().replace(second=0, microsecond=0))
        if moment is None:
            raise ValidationError("Give a day and a time, such as today 14:30 or 12 Feb 2026 9:00.")
        held_at = from_current_timezone(moment)
        if held_at == before.replace(second=0, microsecond=0):
            return self.interview.held_at
        if not EARLIEST <= held_at <= timezone.now() + timedelta(days=366):
            raise ValidationError("Choose a day between 1970 and a year from now. Is the year right?")
        return held_at

    def clean_person(self) -> Person | None:
        """Somebody is in an interview once."""
        person = self.cleaned_data["person"]
        if person and self.interview.pk and self.others().filter(person=person).exists():
            raise ValidationError(f"{person} takes part already.")
        return person

    def clean(self) -> dict[str, Any]:
        """Somebody's name, typed again for the first one, would make them two people."""
        name = tidy(self.cleaned_data.get("name") or "")
        unpicked = self.cleaned_data.get("person") is None and "person" not in self.errors
        asks = name and unpicked and self.interview.pk and self.sent("who")
        if asks and self.others().filter(person__name__iexact=name).exists():
            self.add_error("name", f"{name} takes part already.")
        return self.cleaned_data

    def key_sent(self) -> uuid.UUID:
        """What the browser calls the interview; a new name when it did not say."""
        self.full_clean()
        return self.cleaned_data.get("key") or uuid.uuid4()

    def others(self) -> Any:
        """The participants but the first."""
        return self.interview.participants.others()

    def sent(self, part: str) -> bool:
        """Whether `part` of the screen was sent."""
        named = self.data.get("parts")
        return part in named.split(",") if named is not None else True

    def fit(self, part: str, name: str = "") -> Any:
        """The value of a field that was sent and is without error, else None."""
        return self.cleaned_data.get(name or part) if self.sent(part) else None

    def entry(self) -> Entry:
        """What can be saved: every part that was sent, but for fields in error."""
        study_fits = self.sent("study") and not {"study", "guide"} & self.errors.keys()
        return Entry(
            version=self.cleaned_data.get("version") or 1,
            tab=self.cleaned_data.get("tab") or "",
            tab_number=self.cleaned_data.get("tab_number") or 0,
            caret=self.cleaned_data.get("caret"),
            notes=self.fit("notes"),
            who=self.who() if self.sent("who") else None,
            held_at=self.fit("held_at"),
            purpose=self.fit("purpose"),
            study=self.cleaned_data.get("study") if study_fits else None,
            guide=self.cleaned_data.get("guide") if study_fits else None,
            sets_study=study_fits,
            tools=self.fit("tools"),
            responsibilities=self.fit("responsibilities"),
            edit=self.panel_edit(),
        )

    def who(self) -> Who:
        typed = {name: self.cleaned_data.get(name) for name in WHO}
        if "person" in self.errors:
            typed["name"] = None
        return Who(
            person=self.cleaned_data.get("person"),
            persona=self.cleaned_data.get("persona"),
            keeps_persona="persona" in self.errors,
            **typed,
        )

    def panel_edit(self) -> Edit | None:
        """The edit of the panel, sent as `act:line:value`."""
        act, _, rest = (self.cleaned_data.get("edit") or "").partition(":")
        line, _, value = rest.partition(":")
        if not line.isascii() or not line.isdigit() or len(line) > 18 or "words" in self.errors:
            return None
        was = self.cleaned_data["was"] if "was" in self.data else None
        return Edit(act, int(line), value, self.cleaned_data["words"], self.cleaned_data.get("edit_id") or "", was)


def suggests(what: str, id_field: str = "") -> dict[str, str]:
    """The attributes of a field that offers what exists while somebody types."""
    attributes = {"data-suggest": reverse(f"interviews:{what}_suggest"), "autocomplete": "off"}
    return attributes | ({"data-suggest-id": id_field} if id_field else {})


def stored_words(interview: Interview, first: Participant | None = None) -> dict[str, str]:
    """The fields of the screen as they stand in it; `first` is who was talked to, where that is known already."""
    words = {name: "" if value is None else str(value) for name, value in stored(interview, first).items()}
    return words | {"held_at": told_moment(interview.held_at)}


def told_moment(moment: datetime) -> str:
    """A moment as the field of the screen shows it."""
    return shown(timezone.localtime(moment).replace(tzinfo=None), today=timezone.localdate())


def stored(interview: Interview, first: Participant | None = None) -> dict[str, Any]:
    """The fields of the screen as they are stored."""
    facts = {
        "key": interview.client_key,
        "version": interview.version,
        "notes": interview.notes,
        "held_at": interview.held_at,
        "today": timezone.localdate(),
        "purpose": interview.purpose,
        "study": interview.study_id,
        "guide": interview.guide_id,
    }
    if first is None and interview.pk:
        first = interview.participants.select_related("person", "company").first()
    return facts | (stored_who(first) if first else NOTHING_TOLD)


def stored_who(participant: Participant) -> dict[str, Any]:
    """The first row, and the two fields below it, as they are stored.

    `told_responsibilities` and `told_tools` are those that lines of the notes tell, each with its line, as JSON.
    """
    told = {
        "responsibilities": participant.responsibilities.live()
        .order_by("line__number", "pk")
        .values_list("text", "line"),
        "tools": participant.tool_uses.live().order_by("pk").values_list("tool__name", "line"),
    }
    told = {name: list(texts) for name, texts in told.items()}
    return {
        "name": participant.person.shown_name if participant.person else "",
        "person": participant.person_id,
        "role": participant.role,
        "company": participant.company.name if participant.company else "",
        "department": participant.department,
        "persona": participant.persona_id,
        **{name: "\n".join(text for text, line in texts if line is None) for name, texts in told.items()},
        **{f"told_{name}": json.dumps([one for one in texts if one[1]]) for name, texts in told.items()},
    }
