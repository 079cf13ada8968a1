"""/for/<assistance>/: the person's pages, for this agent, from this sign-in, as long as the sitting lasts."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from alongside.assisting import actions
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance, EndReason
from alongside.people.models import Person, Tenant
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


def help_person(client: Client, person: Person) -> str:
    """Start helping by the page; the address of the person's pages."""
    answer = client.post(reverse("console:assistances"), {"person": person.pk, "switch": "yes"})
    assert answer.status_code == 303
    return answer["Location"]


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


def test_the_pages_of_a_person_keep_their_prefix(bobs: Client, ann: Person) -> None:
    mount = help_person(bobs, ann)

    page = bobs.get(mount).content.decode()

    assert "Ann Example" in page
    assert f'href="{mount}account/"' in page


def test_the_actor_is_never_replaced(bobs: Client, bob: Person, ann: Person) -> None:
    mount = help_person(bobs, ann)

    request = bobs.get(mount).wsgi_request

    assert request.user == bob
    assert (request.acting.actor, request.acting.person) == (bob, ann)  # type: ignore[attr-defined]  # ours


def test_only_the_portal_exists_below_the_mount(bobs: Client, ann: Person) -> None:
    """Nobody changes a password, or opens the console, as somebody else."""
    mount = help_person(bobs, ann)

    for path in ("accounts/password/change/", "accounts/2fa/", "console/", "for/"):
        assert bobs.get(mount + path).status_code == 404, path


def test_what_is_not_ones_own_sitting_is_not_found(
    tenant: Tenant, bobs: Client, bob: Person, ann: Person, olga: Person
) -> None:
    """Unknown, malformed, somebody else's and another sign-in's look alike."""
    mount = help_person(bobs, ann)
    unknown = bobs.get(f"/for/{uuid.uuid4()}/")
    others = sign_in(tenant, olga).get(mount)
    elsewhere = sign_in(tenant, bob).get(mount)

    assert [answer.status_code for answer in (unknown, others, elsewhere)] == [404, 404, 404]
    assert bobs.get("/for/" + "0" * 36 + "/").status_code == 404


def test_somebody_not_signed_in_is_asked_to_sign_in_and_come_back(
    tenant: Tenant, bobs: Client, ann: Person
) -> None:
    mount = help_person(bobs, ann)

    answer = Client(headers={"host": tenant.domain}).get(mount)

    assert (answer.status_code, answer["Location"].split("?")[1]) == (302, f"next={mount}")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"used_at": timedelta(minutes=15)}, EndReason.IDLE),
        ({"started_at": timedelta(minutes=60)}, EndReason.ABSOLUTE),
    ],
)
def test_a_sitting_that_is_overdue_ends_with_the_next_request(
    bobs: Client, ann: Person, change: dict[str, timedelta], why: EndReason
) -> None:
    mount = help_person(bobs, ann)
    assistance = Assistance.objects.get()
    Assistance.objects.update(**{name: getattr(assistance, name) - by for name, by in change.items()})

    answer = bobs.post(mount + "account/profile/", {"given_name": "Somebody"})

    assistance.refresh_from_db()
    assert (answer.status_code, assistance.end_reason) == (409, why)
    assert "Ann Example" in answer.content.decode()
    assert "Somebody" in answer.content.decode()
    ann.refresh_from_db()
    assert ann.given_name == "Ann"


def test_a_right_taken_away_ends_the_sitting_with_the_next_request(
    bobs: Client, bob: Person, ann: Person
) -> None:
    mount = help_person(bobs, ann)
    bob.holdings.all().delete()

    assert bobs.get(mount).status_code == 409
    assert Assistance.objects.get().end_reason == EndReason.REVOKED


def test_a_stale_tab_names_both_people_and_changes_nothing(bobs: Client, ann: Person, ben: Person) -> None:
    stale = help_person(bobs, ann)
    help_person(bobs, ben)

    answer = bobs.post(stale + "account/profile/", {"given_name": "Typed words"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Ann Example", "Ben Sample", "Typed words"))
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Anonymous", "Ann", "Ben", "Bob"}


def test_signing_out_ends_the_sitting(bobs: Client, ann: Person) -> None:
    help_person(bobs, ann)

    bobs.post(reverse("account_logout"))

    assert Assistance.objects.get().end_reason == EndReason.SIGNED_OUT


def test_pages_of_people_are_not_kept_by_the_browser(bobs: Client, ann: Person) -> None:
    assert "no-store" in bobs.get(help_person(bobs, ann))["Cache-Control"]


def test_a_sitting_from_a_command_cannot_be_used_by_a_browser(bobs: Client, bob: Person, ann: Person) -> None:
    """It belongs to no sign-in."""
    assistance = actions.start(Acting.alone(bob), ann)

    assert bobs.get(f"/for/{assistance.pk}/").status_code == 404
