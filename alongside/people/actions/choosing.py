"""Choosing whom one found instead of registering them once more (spec G76)."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.models import Person

CHOOSE_SAME = Power("people.choose_same", Kind.STAFF, right="people.register")


class SameChosen(
    Event,
    kind="people.same_chosen",
    title="Choose who is registered already",
    sentence="{actor} found that {person} is registered already, and registered nobody",
    private=True,
):
    pass


def choose_same(acting: Acting, person: Person) -> None:
    """Note that the person about to be registered is this one."""
    with acting.doing(CHOOSE_SAME, whose=person) as deed:
        deed.record(SameChosen())
