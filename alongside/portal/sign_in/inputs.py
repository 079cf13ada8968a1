"""The sign-in library's forms, asking in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.forms import Form

from alongside.lib import clock

STRONG = "Ten characters or more. Three words that only you would put together make a good one."
SIX_DIGITS = "Six digits from the authenticator app"
OR_RECOVERY = "Six digits from the authenticator app, or one of your recovery codes"


class SignIn(account.LoginForm):  # type: ignore[misc]  # the library has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "login", "User name or e-mail", missing="Give your user name or e-mail.")
        _ask(self, "password", "Password", missing="Give your password.")


class ConfirmPassword(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "password", "Password", missing="Give your password.")


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "oldpassword", "Present password", missing="Give your present password.")
        _ask_for_new_password(self)


class ForgottenPassword(account.ResetPasswordForm):  # type: ignore[misc]
    users: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "email", "E-mail address", missing="Give the e-mail address that we have for you.")

    def clean_email(self) -> str:
        """Only accounts whose address has been theirs for a while; the answer is the same for all."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.recovers_by_email(clock.now())]
        return email


class NewPassword(account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_new_password(self)


class SecondFactor(mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, OR_RECOVERY)


class ConfirmSecondFactor(mfa.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, OR_RECOVERY)


class SetUpApp(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, SIX_DIGITS)


def _ask_for_new_password(form: Form) -> None:
    _ask(form, "password1", "New password", STRONG, missing="Choose a new password.")
    _ask(form, "password2", "New password again", missing="Give the new password again.")


def _ask_for_code(form: Form, hint: str) -> None:
    _ask(form, "code", "Code", hint, missing="Give the code.")
    form.fields["code"].widget.attrs["inputmode"] = "numeric"


def _ask(form: Form, name: str, label: str, hint: str = "", *, missing: str) -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
