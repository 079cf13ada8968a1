"""Who is connected to a call now, and to whom what they say goes. Pure: letters in, letters out.

Seats are numbered anew with each connection, so nothing that was meant for an earlier one arrives. Whoever
comes offers to those who are there, and only they do: two who offer at once can hang for good. Where a server
carries sound and picture, everybody offers theirs to it (`RELAY`) and is offered those of the others.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from alongside.calls.signals import COLOURS, CONNECTING, DRAWING, Malformed, Signal, read

MOST_SEATS = 4  # everybody sends to everybody
RELAY = "relay"  # no seat: whoever carries sound and picture between them
BURST, A_SECOND = 300.0, 80.0  # messages; a pointer moves 20 times a second
MOST_MALFORMED = 20
OFF = {"camera": False, "microphone": False, "screen": False}


class Full(Exception):
    """As many are connected as can see each other."""


class Letter(NamedTuple):
    to: str  # a seat
    message: Mapping[str, Any]


@dataclass(eq=False, slots=True)
class Seat:
    id: str
    participant: str
    name: str
    colour: str
    may_draw: bool
    status: Mapping[str, bool] = field(default_factory=lambda: dict(OFF))
    allowance: float = BURST
    at: float = 0.0
    malformed: int = 0

    def told(self) -> dict[str, Any]:
        return {"seat": self.id, "name": self.name, "colour": self.colour, **self.status}


_numbers = itertools.count(1)


class Room:
    """The connections of one call; `relayed` where a server carries sound and picture."""

    def __init__(self, most: int = MOST_SEATS, *, relayed: bool = False) -> None:
        self.seats: dict[str, Seat] = {}
        self.most, self.relayed = most, relayed

    def enter(
        self, participant: str, name: str, *, may_draw: bool, at: float
    ) -> tuple[Seat, Seat | None, list[Letter]]:
        """A seat for somebody; the one they had before, whose connection is to be closed; and what is told to
        whom. Raises `Full`."""
        before = next((one for one in self.seats.values() if one.participant == participant), None)
        if before is None and len(self.seats) >= self.most:
            raise Full
        letters = self.leave(before) if before else []
        taken = [one.colour for one in self.seats.values()]
        colour = min(COLOURS, key=taken.count)
        seat = Seat(f"s{next(_numbers)}", participant, name, colour, may_draw, at=at)
        others = list(self.seats.values())
        self.seats[seat.id] = seat
        told = [one.told() for one in others]
        hello = {"type": "hello", "you": seat.told(), "others": told, "relayed": self.relayed}
        came = {"type": "came", **seat.told()}
        return seat, before, [*letters, Letter(seat.id, hello), *(Letter(one.id, came) for one in others)]

    def leave(self, seat: Seat) -> list[Letter]:
        """Told to those who stay; nothing for a seat that is left already."""
        if self.seats.pop(seat.id, None) is None:
            return []
        return [Letter(one, {"type": "left", "seat": seat.id}) for one in self.seats]

    def take(self, seat: Seat, text: object, *, at: float) -> list[Letter]:
        """What becomes of a message. What is wrong with one is told to its sender alone."""
        if not _allowed(seat, at):
            return [_refusal(seat, "too many messages")]
        try:
            signal = read(text)
            if signal.type in DRAWING and not seat.may_draw:
                raise Malformed("pointing and drawing are not yours")
            for name in (signal.to, signal.body.get("on")):
                if name is not None and name not in self.seats and not self._relays(signal, name):
                    raise Malformed("nobody is there")
        except Malformed as wrong:
            seat.malformed += 1
            return [_refusal(seat, str(wrong))]
        return self._pass_on(seat, signal)

    def _pass_on(self, seat: Seat, signal: Signal) -> list[Letter]:
        if signal.type == "ping":
            return [Letter(seat.id, {"type": "pong"})]
        if signal.type == "look":
            return []
        if signal.type == "status":
            seat.status = {name: bool(signal.body[name]) for name in OFF}
        message = {**signal.body, "type": signal.type, "from": seat.id}
        if self.relayed and signal.type in CONNECTING:
            return [Letter(RELAY, {**message, "to": signal.to})]
        to: Collection[str] = [signal.to] if signal.to else [one for one in self.seats if one != seat.id]
        return [Letter(one, message) for one in to]

    def _relays(self, signal: Signal, name: str) -> bool:
        return self.relayed and name == RELAY and signal.type in CONNECTING


def _allowed(seat: Seat, at: float) -> bool:
    seat.allowance = min(BURST, seat.allowance + (at - seat.at) * A_SECOND)
    seat.at = at
    if seat.allowance < 1:
        return False
    seat.allowance -= 1
    return True


def _refusal(seat: Seat, why: str) -> Letter:
    return Letter(seat.id, {"type": "refused", "why": why})
