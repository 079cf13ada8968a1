"""Letting another system act for the person who is being helped (RFC 8693).

An agent opens the system: that gives it a pass. The system shows the pass and its own secret, and is given a
token for a few minutes. Each is an entry of the agent's, for the person, in the sitting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from alongside.assisting import actions as assisting
from alongside.assisting import powers
from alongside.assisting.acting import Acting, Refused
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.history.events import Event
from alongside.lib import clock
from alongside.people import delegation
from alongside.people.actions.tokens import Program
from alongside.people.delegation import Delegation
from alongside.people.exchange_rules import Exchange, decide
from alongside.people.models import ProgramToken

OPEN_SYSTEM = Power("people.open_system")
EXCHANGE = Power("people.exchange")

HEX = re.compile(r"[0-9a-f]{32}")


class SystemOpened(
    Event,
    kind="people.system_opened",
    title="Open another system",
    sentence="{actor} opened {system} for {person}",
):
    system: str


class TokenExchanged(
    Event,
    kind="people.token_exchanged",
    title="Exchange token",
    sentence="{system} was let act towards {audience} for {person}, opened by {actor}, until {until}",
):
    system: str
    audience: str
    scopes: tuple[str, ...]
    until: datetime
    number: str


class NotHelping(Exception):
    """A system is opened for somebody who is being helped, and nobody is."""


@dataclass(frozen=True)
class Asked:
    """What a program asks for; None where it left that open."""

    shown: str
    scopes: frozenset[str] | None = None
    audience: str | None = None


def open_system(acting: Acting, system: ProgramToken) -> str:
    """A pass with which this system may ask for tokens while the sitting lasts. Raises `NotHelping`."""
    if acting.assistance is None:
        raise NotHelping
    with acting.doing(OPEN_SYSTEM) as deed:
        text = delegation.pass_of(acting.assistance, system)
        deed.record(SystemOpened(system=system.name), about=system)
        return text


def exchange(acting: Acting, program: Program, asked: Asked) -> Delegation:
    """A token for the sitting of the pass that is shown. `acting` is whoever let the program in: what is
    refused before a sitting is known stands against them. Raises `Refused`."""
    sitting = delegation.sitting_of(asked.shown, program.token)
    if sitting is not None:
        _end_if_due(acting, sitting)
        acting = delegation.acting_in(sitting, acting.source)
    with acting.doing(EXCHANGE) as deed:
        audience = _audience(program.token, asked.audience)
        open_to_both = _registered(program.token) & _given(acting)
        verdict = decide(_facts(acting, program.token, asked, audience))
        if not verdict or sitting is None or audience is None:
            raise Refused(acting, EXCHANGE, verdict, None)
        scopes = open_to_both if asked.scopes is None else asked.scopes
        given = delegation.new(sitting, program.token, audience, scopes, deed.at)
        deed.record(
            TokenExchanged(program.token.name, audience.name, given.scopes, given.expires_at, given.number),
            about=program.token,
        )
        return given


def _facts(acting: Acting, program: ProgramToken, asked: Asked, audience: ProgramToken | None) -> Exchange:
    wanted = asked.scopes or frozenset()
    return Exchange(
        registered=bool(program.opens),
        nested=delegation.is_token(asked.shown),
        passed=acting.assistance is not None,
        audience_known=audience is not None,
        within_program=wanted <= _registered(program),
        within_sitting=wanted <= _given(acting),
    )


def _registered(program: ProgramToken) -> frozenset[str]:
    return frozenset(program.delegated) & delegation.delegable()


def _given(acting: Acting) -> frozenset[str]:
    """The powers that the kernel lets the agent use for the person at this moment."""
    declared = powers.declared()
    return frozenset(name for name in delegation.delegable() if acting.may(declared[name]))


def _audience(program: ProgramToken, number: str | None) -> ProgramToken | None:
    """The program that a token is for: the one that asks, or another that is let in."""
    if number is None:
        return program
    if not HEX.fullmatch(number):
        return None
    found: ProgramToken | None = ProgramToken.objects.filter(pk=number).first()
    return found if found is not None and found.is_good(clock.now()) else None


def _end_if_due(acting: Acting, sitting: Assistance) -> None:
    why = sitting.overdue(clock.now()) if sitting.is_open else None
    if why is not None:
        assisting.end(acting, sitting, why)
