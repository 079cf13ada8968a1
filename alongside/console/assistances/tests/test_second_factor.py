"""Whoever has a second factor confirms it again before helping (security.md 1.5.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from alongside.assisting.models import Assistance
from alongside.console.assistances.tests.doors import ASK, START
from alongside.lib import clock
from alongside.people.models import Person, Tenant
from tests.cast import sign_in

pytestmark = pytest.mark.django_db

FRESH = timedelta(hours=12)


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


def confirm(client: Client, person: Person, ago: timedelta = timedelta(), method: str = "mfa") -> None:
    """What the sign-in library notes in the session."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": (clock.now() - ago).timestamp(), "type": "totp", "id": 1}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def has_one(person: Person) -> None:
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})


def require_one(tenant: Tenant) -> None:
    tenant.options["second_factor"] = "required"
    tenant.save()


def begins(client: Client, person: Person) -> bool:
    answer = client.post(START, {"person": person.pk})
    assert answer.status_code in (303, 403)
    assert (answer.status_code == 303) == Assistance.objects.open().exists()
    return answer.status_code == 303


def test_nobody_without_one_is_asked_where_none_is_required(bobs: Client, ann: Person) -> None:
    assert begins(bobs, ann)


@pytest.mark.parametrize(
    ("ago", "fresh"),
    [
        (timedelta(), True),
        (FRESH - timedelta(seconds=5), True),
        (FRESH + timedelta(seconds=1), False),
        (FRESH * 2, False),
    ],
)
def test_one_that_was_used_within_twelve_hours_is_enough(
    bobs: Client, bob: Person, ann: Person, ago: timedelta, fresh: bool
) -> None:
    has_one(bob)
    confirm(bobs, bob, ago)

    assert begins(bobs, ann) is fresh


def test_a_password_is_not_a_second_factor(bobs: Client, bob: Person, ann: Person) -> None:
    has_one(bob)
    confirm(bobs, bob, method="password")

    assert not begins(bobs, ann)


def test_what_was_confirmed_for_another_account_does_not_count(
    bobs: Client, bob: Person, ann: Person, eve: Person
) -> None:
    has_one(bob)
    confirm(bobs, eve)

    assert not begins(bobs, ann)


def test_whoever_has_one_is_led_to_confirm_it_and_back(bobs: Client, bob: Person, ann: Person) -> None:
    has_one(bob)

    page = bobs.get(f"{ASK}?person={ann.pk}&next=/forms/").content.decode()

    assert "<h1>Confirm your second factor</h1>" in page
    back = f"next=%2Fconsole%2Fassistances%2Fnew%2F%3Fperson%3D{ann.pk}%26next%3D%252Fforms%252F"
    assert f'href="/accounts/2fa/reauthenticate/?{back}"' in page


def test_where_one_is_required_everybody_is_led_to_set_it_up(
    tenant: Tenant, bobs: Client, ann: Person
) -> None:
    require_one(tenant)

    assert not begins(bobs, ann)
    page = bobs.get(ASK, {"person": ann.pk}).content.decode()
    assert 'href="/accounts/2fa/totp/activate/?next=' in page


def test_what_was_typed_waits_for_the_second_factor(bobs: Client, bob: Person, ann: Person) -> None:
    has_one(bob)
    carrying = f"{START}?person={ann.pk}&next=/forms/permit/&carried=yes"

    page = bobs.post(carrying, {"colour": "red"})

    assert (page.status_code, '<input type="hidden" name="colour" value="red">' in page.content.decode()) == (
        403,
        True,
    )
    confirm(bobs, bob)
    assert bobs.post(carrying, {"colour": "red"}).status_code == 307
