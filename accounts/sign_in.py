"""allauth's forms in our words: a label instead of a placeholder, one hint where it helps."""

from typing import Any

from allauth.account import forms as allauth

HINT = "At least 10 characters. A sentence works well."


class Plain:
    """Takes placeholders away and gives each field the words that are ours."""

    words: dict[str, tuple[str, str]] = {}  # field: (label, hint)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, ""))


class SignInForm(Plain, allauth.LoginForm):
    """Address and password; a session lasts two weeks on every device."""

    words = {"login": ("E-mail", ""), "password": ("Password", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True


class ForgottenForm(Plain, allauth.ResetPasswordForm):
    """The address that a link goes to."""

    words = {"email": ("E-mail", "")}


class NewPasswordForm(Plain, allauth.ResetPasswordKeyForm):
    """A password by link."""

    words = {"password1": ("New password", HINT), "password2": ("Once more", "")}


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    """A new password for somebody who knows the old one."""

    words = {
        "oldpassword": ("Your password today", ""),
        "password1": ("New password", HINT),
        "password2": ("Once more", ""),
    }


class SetPasswordForm(Plain, allauth.SetPasswordForm):
    """A first password for somebody who is signed in without one."""

    words = NewPasswordForm.words
