"""Signing in and out, and what one signs in with: each is an entry (security.md 2.3).

A password that was wrong is nobody's deed for certain: the anonymous user stands for whoever it was. It is
noted once a minute for each name, so that guessing cannot flood the log.
"""

from __future__ import annotations

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.history import actions as history
from alongside.history.events import Event
from alongside.lib import clock, tenancy
from alongside.lib.lately import Lately
from alongside.people.models import Kind, Person

SIGN_IN = Power("people.sign_in", delegable=False)
SIGN_OUT = Power("people.sign_out", delegable=False)
CHANGE_PASSWORD = Power("people.change_password", delegable=False)
CHANGE_SECOND_FACTOR = Power("people.change_second_factor", delegable=False)

_lately = Lately()


class SignedIn(Event, kind="people.signed_in", title="Sign in", sentence="{actor} signed in"):
    pass


class SignedOut(Event, kind="people.signed_out", title="Sign out", sentence="{actor} signed out"):
    pass


class PasswordChanged(
    Event,
    kind="people.password_changed",
    title="Change password",
    sentence="{actor} changed their password ({how})",
):
    how: str  # "changed", or "reset" by a link that was sent to the registered address


class SecondFactorChanged(
    Event,
    kind="people.second_factor_changed",
    title="Change second factor",
    sentence="{actor} changed their second factor: {what} {how}",
):
    what: str
    how: str


class SignInFailed(
    Event,
    kind="people.sign_in_failed",
    title="Failed sign-in",
    sentence="Somebody gave a wrong password for {person}",
    private=True,
):
    pass


def note_sign_in(acting: Acting) -> None:
    with acting.doing(SIGN_IN) as deed:
        deed.record(SignedIn())


def note_sign_out(acting: Acting) -> None:
    with acting.doing(SIGN_OUT) as deed:
        deed.record(SignedOut())


def note_password(acting: Acting, *, how: str) -> None:
    with acting.doing(CHANGE_PASSWORD) as deed:
        deed.record(PasswordChanged(how=how))


def note_second_factor(acting: Acting, what: str, *, how: str) -> None:
    with acting.doing(CHANGE_SECOND_FACTOR) as deed:
        deed.record(SecondFactorChanged(what=what, how=how))


def note_failed_sign_in(username: str) -> None:
    """Somebody gave this user name and a password that is not right; no matter if nobody is called so."""
    person: Person | None = Person.objects.filter(username=username.strip().lower()).first()
    if person is None:
        return
    Person.objects.filter(pk=person.pk).update(failed_sign_in_at=clock.now())
    if _lately.again((tenancy.current(), person.pk)):
        return
    nobody = Person.objects.get(kind=Kind.ANONYMOUS)
    with transaction.atomic():
        history.record(
            history.Authorship(tenancy.current(), nobody, person),
            SignInFailed(),
            power=SIGN_IN.name,
            rule="wrong-password",
            outcome="refused",
            about=None,
            at=clock.now(),
        )
