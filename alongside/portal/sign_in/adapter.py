"""How the sign-in library fits this house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are opened by registration at the desk (spec G70), never by signing up here."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The user name or the password is not right.",
        "too_many_login_attempts": "Too many attempts. Wait a few minutes, then try again.",
        "incorrect_password": "The password is not right.",
        "enter_current_password": "The present password is not right.",
        "incorrect_code": "The code is not right, or it was used already. Wait for the next one.",
        "rate_limited": "Too many attempts. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """The subjects of our e-mails name the tenant themselves."""
        return subject
