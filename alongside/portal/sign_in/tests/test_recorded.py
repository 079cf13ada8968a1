"""Signing in and out and what one signs in with are entries; guessing floods nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from alongside.history.models import Entry
from alongside.history.telling import tell
from alongside.people.actions import sign_ins
from alongside.people.models import Person, Tenant
from alongside.portal.sign_in.tests.test_signing_in import set_up_app
from tests.cast import PASSWORD, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def nan(tenant: Tenant) -> Person:
    return make_person("Nan", "Night", email="nan@example.com")


@pytest.fixture
def browser(tenant: Tenant) -> Client:
    return Client(headers={"host": tenant.domain})


def sign_in(browser: Client, password: str = PASSWORD) -> Any:
    return browser.post("/accounts/login/", {"login": "nan", "password": password})


def said() -> list[str]:
    return [tell(entry) for entry in Entry.objects.of_kinds(*KINDS).oldest_first()]


KINDS = [
    event.kind
    for event in (
        sign_ins.SignedIn,
        sign_ins.SignedOut,
        sign_ins.PasswordChanged,
        sign_ins.SecondFactorChanged,
        sign_ins.SignInFailed,
    )
]


def test_signing_in_and_out_is_recorded(browser: Client, nan: Person) -> None:
    assert sign_in(browser).status_code == 302
    browser.post("/accounts/logout/")
    assert said() == ["Nan Night signed in", "Nan Night signed out"]
    first, last = Entry.objects.by(nan.ref).oldest_first()
    assert first.header["session"] == last.header["session"] != ""


def test_a_wrong_password_is_recorded_once_a_minute(
    browser: Client, nan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        assert sign_in(browser, "wrong").status_code == 200
    browser.post("/accounts/login/", {"login": "nobody", "password": "x"})
    assert said() == ["Somebody gave a wrong password for Nan Night"]
    monkeypatch.setattr(sign_ins._lately, "seconds", 0.0)
    sign_in(browser, "wrong")
    assert len(said()) == 2


def test_a_changed_password_and_second_factor_are_recorded(browser: Client, nan: Person) -> None:
    sign_in(browser)
    new = "a quite different one 7"
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert said()[1:] == ["Nan Night changed their password (changed)"]


def test_a_password_that_was_reset_by_a_link_is_recorded(browser: Client, nan: Person) -> None:
    cache.clear()  # how often somebody may ask is counted there
    browser.post("/accounts/password/reset/", {"email": nan.email})
    link = re.findall(r"/accounts/password/reset/key/[^\s]+", str(mail.outbox[-1].body))[0]
    new = "a quite different one 7"
    form = browser.get(link)["Location"]
    browser.post(form, {"password1": new, "password2": new})
    assert said() == ["Nan Night changed their password (reset)"]


def test_each_change_of_a_second_factor_is_recorded(
    browser: Client, nan: Person, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(browser)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(browser)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/accounts/2fa/recovery-codes/generate/")
    browser.post("/accounts/2fa/totp/deactivate/")
    changed = "Nan Night changed their second factor: "
    assert [one.removeprefix(changed) for one in said()[1:]] == SECOND_FACTORS


SECOND_FACTORS = [
    "TOTP Authenticator added",
    "Recovery codes added",
    "Recovery codes renewed",
    "TOTP Authenticator removed",
    "Recovery codes removed",
]
