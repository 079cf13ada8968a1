"""Accounts of other people: ending what they are signed in with, closing and opening them again.

Who may do so ranks above them: holds all their rights, and more (spec I15, 2.2).
"""

from __future__ import annotations

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.assisting.models import Assistance, EndReason
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.events import Event
from alongside.people.actions.roles import GIVE_ROLE, demand_rank
from alongside.people.checking import Misfit
from alongside.people.models import Person, SignIn

END_SIGN_INS = Power("people.end_sign_ins", Kind.STAFF, right=GIVE_ROLE.right)
CLOSE_ACCOUNT = Power("people.close_account", Kind.STAFF, right=GIVE_ROLE.right)
OPEN_ACCOUNT = Power("people.open_account", Kind.STAFF, right=GIVE_ROLE.right)

LONGEST_REASON = 500  # characters


class SignInsEnded(
    Event,
    kind="people.sign_ins_ended",
    title="Sign out",
    sentence="{actor} signed {person} out everywhere",
):
    pass


class AccountClosed(
    Event,
    kind="people.account_closed",
    title="Close account",
    sentence="{actor} closed the account of {person}: {reason}",
    private=True,
):
    reason: str


class AccountOpened(
    Event,
    kind="people.account_opened",
    title="Open account",
    sentence="{actor} opened the account of {person} again: {reason}",
    private=True,
):
    reason: str


def end_sign_ins(acting: Acting, person: Person) -> None:
    """Sign somebody out wherever they are signed in, and end what they help with, at once."""
    with acting.doing(END_SIGN_INS, whose=person) as deed:
        demand_rank(acting, END_SIGN_INS, person.standing.rights, person)
        _end(acting, person)
        deed.record(SignInsEnded())


def close_account(acting: Acting, person: Person, *, reason: str) -> None:
    """Let nobody sign in as this person, or help them, until it is opened again. Raises `Misfit`."""
    with acting.doing(CLOSE_ACCOUNT, whose=person) as deed:
        said = _reason(reason)
        if person.pk == acting.actor.id:
            raise Refused(acting, CLOSE_ACCOUNT, deny("not-oneself"), person)
        demand_rank(acting, CLOSE_ACCOUNT, person.standing.rights, person)
        _end(acting, person)
        for helped in Assistance.objects.open().filter(person=person).with_people():
            assisting.end(acting.as_oneself(), helped, EndReason.REVOKED)
        kept = Person.objects.select_for_update().get(pk=person.pk)
        kept.is_active = person.is_active = False
        kept.save(update_fields=["is_active"])
        deed.record(AccountClosed(reason=said))


def open_account(acting: Acting, person: Person, *, reason: str) -> None:
    """Open an account that was closed. Raises `Misfit`; a record that was merged or erased stays closed."""
    with acting.doing(OPEN_ACCOUNT, whose=person) as deed:
        said = _reason(reason)
        demand_rank(acting, OPEN_ACCOUNT, person.standing.rights, person)
        kept = Person.objects.select_for_update().get(pk=person.pk)
        if kept.merged_into_id or kept.erased_at:
            raise Misfit({"reason": "This record was merged or erased: it does not come back this way."})
        kept.is_active = person.is_active = True
        kept.save(update_fields=["is_active"])
        deed.record(AccountOpened(reason=said))


def _end(acting: Acting, person: Person) -> None:
    for helped in Assistance.objects.open().of_agent(person.pk).with_people():
        assisting.end(acting.as_oneself(), helped, EndReason.SIGNED_OUT)
    SignIn.objects.filter(person_id=person.pk).delete()


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise Misfit({"reason": "Say why."})
    if len(said) > LONGEST_REASON:
        raise Misfit({"reason": f"Use at most {LONGEST_REASON} characters."})
    return said
