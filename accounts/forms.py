"""Forms about people who use Groundwork."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts.models import Role, User
from accounts.versions import VersionedForm


class SetupForm(forms.ModelForm):
    """The first admin: name, address and a password that is good enough."""

    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters. A sentence works well.",
    )

    class Meta:
        model = User
        fields = ["full_name", "email"]
        labels = {"full_name": "Your name"}
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def _post_clean(self) -> None:
        super()._post_clean()
        try:  # after the names are on the instance, because a password may not repeat them
            password_validation.validate_password(self.cleaned_data.get("password", ""), self.instance)
        except ValidationError as error:
            self.add_error("password", error)


class ProfileForm(VersionedForm):
    """What somebody may change about themselves."""

    class Meta:
        model = User
        fields = ["full_name", "theme", "shortcuts_on"]
        labels = {"full_name": "Your name", "shortcuts_on": "Keyboard shortcuts"}
        help_texts = {"shortcuts_on": "L logs an interview, ? lists all. Off inside fields."}
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}


class InviteForm(forms.ModelForm):
    """A new colleague: they set their own password by the link they get."""

    class Meta:
        model = User
        fields = ["full_name", "email", "role", "names_granted"]

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class UserForm(VersionedForm):
    """What an admin may change about somebody; the last admin stays one."""

    class Meta:
        model = User
        fields = ["full_name", "role", "names_granted", "is_active"]
        help_texts = {"is_active": "Off takes access away and keeps everything they wrote."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_last_admin = self.instance.is_last_admin

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.was_last_admin and cleaned.get("role") != Role.ADMIN:
            self.add_error("role", "This is the last admin. Make somebody else an admin first.")
        if self.was_last_admin and not cleaned.get("is_active"):
            self.add_error("is_active", "This is the last admin. Make somebody else an admin first.")
        return cleaned
