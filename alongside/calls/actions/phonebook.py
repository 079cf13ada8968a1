"""The phonebook, and calling whoever stands in the list of contacts (spec A20, A23, A24)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from alongside.assisting import matters
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.calls import permissions
from alongside.calls.actions.making import checked_title
from alongside.calls.models import Call, CallKind, Nearby, Participant, PhonebookEntry, Presence
from alongside.calls.permissions import rights_of
from alongside.history.events import Event
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.models import Person

_CONTACTS, _CONTACTS_NEEDS = rights_of(6)
_EDIT, _EDIT_NEEDS = rights_of(19)
CALL = Power("calls.call", Kind.STAFF, right=_CONTACTS, needs=_CONTACTS_NEEDS)
EDIT_PHONEBOOK = Power("calls.edit_phonebook", Kind.STAFF, right=_EDIT, needs=_EDIT_NEEDS)

_FRESH = timedelta(seconds=15)  # not written again before


class Called(
    Event,
    kind="calls.called",
    title="Contacts Called",
    sentence="{actor} called {people} for {call}",
    private=True,
):
    call: str
    people: int


class PhonebookChanged(
    Event,
    kind="calls.phonebook_changed",
    title="Phonebook Changed",
    sentence="{actor} {how} an entry of the phonebook",
    private=True,
):
    entry: str
    how: str  # added, changed, removed


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the phonebook as it was typed."""

    name: str
    email: str = ""
    telephone: str = ""
    note: str = ""

    def checked(self) -> Listed:
        """Raises `Misfit`."""
        wrong = {}
        said = [" ".join(one.split()) for one in (self.name, self.email, self.telephone, self.note)]
        if not said[0] or len(said[0]) > 100:
            wrong["name"] = "Enter a name of up to 100 characters."
        try:
            if said[1]:
                validate_email(said[1])
        except ValidationError:
            wrong["email"] = "Enter an e-mail address, for example name@example.com."
        if (said[2] and not 7 <= sum(one.isdigit() for one in said[2]) <= 20) or len(said[2]) > 40:
            wrong["telephone"] = "Enter a telephone number, for example 07700 900123."
        if not (said[1] or said[2]):
            wrong.setdefault("email", "Enter an e-mail address or a telephone number.")
        if len(said[3]) > 200:
            wrong["note"] = "Use up to 200 characters."
        if wrong:
            raise Misfit(wrong)
        return Listed(*said)


def call_contacts(acting: Acting, people: Sequence[Person], title: str) -> Call:
    """Call regular users: the call rings at each. Raises `Misfit` where nobody is called."""
    title = checked_title(title)
    able = [one for one in people if one.pk != acting.actor.id and permissions.works(3, one.standing.rights)]
    if not able:
        raise Misfit({"people": "Choose somebody who has access to calls."})
    with acting.doing(CALL) as deed:
        call: Call = Call.objects.create(
            kind=CallKind.CONFERENCE, title=title, organiser_id=acting.actor.id, made_at=deed.at
        )
        for person in able:
            Participant.objects.create(
                call=call,
                person=person,
                name=person.name[:100],
                kind=permissions.Kind.REGULAR,
                state=Presence.INVITED,
            )
        deed.record(Called(call=title, people=len(able)), about=call)
        return call


def add_contact(acting: Acting, listed: Listed) -> PhonebookEntry:
    """Raises `Misfit`."""
    said = listed.checked()
    with acting.doing(EDIT_PHONEBOOK) as deed:
        made: PhonebookEntry = PhonebookEntry.objects.create(
            name=said.name, email=said.email, telephone=said.telephone, note=said.note
        )
        deed.record(PhonebookChanged(entry=str(made.pk), how="added"))
        return made


def change_contact(acting: Acting, number: uuid.UUID, listed: Listed) -> None:
    """Raises `Misfit` and `PhonebookEntry.DoesNotExist`."""
    said = listed.checked()
    entries = PhonebookEntry.objects.all()
    with matters.working(acting, EDIT_PHONEBOOK, entries, number) as (deed, current):
        current.name, current.email = said.name, said.email
        current.telephone, current.note = said.telephone, said.note
        current.save()
        deed.record(PhonebookChanged(entry=str(number), how="changed"))


def remove_contact(acting: Acting, number: uuid.UUID) -> None:
    """Raises `PhonebookEntry.DoesNotExist`."""
    entries = PhonebookEntry.objects.all()
    with matters.working(acting, EDIT_PHONEBOOK, entries, number) as (deed, current):
        current.delete()
        deed.record(PhonebookChanged(entry=str(number), how="removed"))


def note_near(person_id: int) -> None:
    """A page of theirs is open. What their browser says, no deed."""
    now = clock.now()
    known = Nearby.objects.filter(person_id=person_id).values_list("seen_at", flat=True).first()
    if known is None or known < now - _FRESH:
        Nearby.objects.update_or_create(person_id=person_id, defaults={"seen_at": now})
