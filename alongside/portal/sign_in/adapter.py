"""How the sign-in library fits this house."""

from __future__ import annotations

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes

from alongside.assisting.acting import Acting
from alongside.assisting.middleware import source
from alongside.people.actions.sign_ins import note_failed_sign_in, note_sign_out
from alongside.people.models import Person

log = logging.getLogger(__name__)

TOO_MANY = "Too many attempts. Wait a few minutes, then try again."


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are opened by registration at the desk (spec G70), never by signing up here."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The user name or the password is not right.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "The password is not right.",
        "enter_current_password": "The present password is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Agents begin where they work; everybody else at home."""
        agent = isinstance(request.user, Person) and request.user.is_agent
        return reverse("console:home" if agent else "portal:home")

    def logout(self, request: HttpRequest) -> None:
        """That somebody signed out is recorded while it is still known who they are."""
        if isinstance(request.user, Person):
            note_sign_out(Acting.alone(request.user, source(request)))  # type: ignore[arg-type]  # one of ours
        super().logout(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter that could not be sent changes nothing in the answer, which would say who has an account;
        whoever runs the house reads of it in the log."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # what the mail server says, too: SMTPException is one
            log.exception("A letter of the sign-in pages could not be sent")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Agents see when, beside the last time that somebody got in (spec G73)."""
        note_failed_sign_in(str(credentials.get("username", "")))

    def format_email_subject(self, subject: str) -> str:
        """The subjects of our e-mails name the tenant themselves."""
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Second factors are kept enciphered: who reads the database cannot make anybody's codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or it was used already. Wait for the next one.",
    }

    def get_totp_issuer(self) -> str:
        """The name of the tenant, by which people find the code among others in their app."""
        name: str = self.request.tenant.name
        return name

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `InvalidToken` when the secret key is neither the one it was kept with nor a fallback."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factors:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
