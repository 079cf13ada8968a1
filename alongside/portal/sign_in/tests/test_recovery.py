"""Whoever changes an address does not take the account (security.md T-11)."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import FieldType, Person, ProfileField, Tenant
from tests.cast import helping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def email_field(tenant: Tenant) -> None:
    cache.clear()  # how often somebody may ask is counted there
    ProfileField.objects.create(name="email", label="E-mail", type=FieldType.EMAIL)


def ask_for_reset(tenant: Tenant, email: str) -> None:
    client = Client(headers={"host": tenant.domain})
    assert client.post("/accounts/password/reset/", {"email": email}).status_code == 302


def resets() -> list[str]:
    """The addresses to which a link for a new password went."""
    return [message.to[0] for message in mail.outbox if "/accounts/password/reset/key/" in str(message.body)]


def test_an_address_that_has_been_there_recovers_the_account(tenant: Tenant, ann: Person) -> None:
    ask_for_reset(tenant, "ann@example.com")

    assert resets() == ["ann@example.com"]


def test_an_address_put_in_while_helping_recovers_nothing_for_three_days(
    tenant: Tenant, bob: Person, ann: Person
) -> None:
    people.edit_profile(helping(bob, ann), ann, {"email": "bobs-own@example.org"})

    ask_for_reset(tenant, "bobs-own@example.org")
    ask_for_reset(tenant, "ann@example.com")
    with clock.moved(hours=71.9):
        ask_for_reset(tenant, "bobs-own@example.org")
    assert resets() == []

    with clock.moved(hours=72):
        ask_for_reset(tenant, "bobs-own@example.org")
    assert resets() == ["bobs-own@example.org"]


def test_the_address_that_was_is_told(
    tenant: Tenant, bob: Person, ann: Person, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture without types
        people.edit_profile(helping(bob, ann), ann, {"email": "new@example.org"})

    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["ann@example.com"], "Your e-mail address was changed")
    ]


def test_a_mail_server_that_does_not_answer_tells_nobody_who_has_an_account(
    tenant: Tenant, ann: Person, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    for email in ("nobody@example.com", "ann@example.com"):
        caplog.clear()
        ask_for_reset(tenant, email)
        assert caplog.messages == ["A letter of the sign-in pages could not be sent"]
