"""What goes through the socket of a call, and what does not (security.md T-29)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import os
import random
import string
from datetime import UTC, datetime
from typing import Any

import pytest

from alongside.calls.rooms import BURST, MOST_SEATS, RELAY, Full, Room, Seat
from alongside.calls.signals import COLOURS, DRAWING, LARGEST, SHAPES, Malformed, read
from alongside.calls.turn import ice_servers

GOOD: dict[str, dict[str, Any]] = {
    "offer": {"to": "S", "epoch": 0, "sdp": "v=0"},
    "answer": {"to": "S", "epoch": 0, "sdp": "v=0"},
    "candidate": {"to": "S", "epoch": 0, "candidate": "", "mid": None, "line": 0},
    "again": {"to": "S"},
    "status": {"camera": True, "microphone": False, "screen": False},
    "pointer": {"on": "S", "x": 0, "y": 0.5},
    "stroke": {"on": "S", "id": "1", "colour": "red", "points": [[0, 0.1], [1, 1]]},
    "undo": {"on": "S"},
    "clear": {"on": "S"},
    "freeze": {"on": "S", "frozen": True},
    "caption": {"text": "It drips."},
    "board": {"on": "S", "media": "0" * 36},
    "look": {},
    "ping": {},
}
WRONG: tuple[object, ...] = (
    "",
    "{",
    "[]",
    "null",
    "1",
    b"{}",
    None,
    "{}",
    '{"type": 1}',
    '{"type": ["ping"]}',
    '{"type": "join"}',
    '{"type": "ping", "type": "ping"}',
    '{"type": "ping", "from": "s1"}',
    '{"type": "again"}',
    '{"type": "again", "to": ""}',
    '{"type": "again", "to": 7}',
    '{"type": "again", "to": "a\\u0000"}',
    '{"type": "pointer", "on": "s", "x": NaN, "y": 0}',
    '{"type": "pointer", "on": "s", "x": Infinity, "y": 0}',
    '{"type": "pointer", "on": "s", "x": true, "y": 0}',
    '{"type": "pointer", "on": "s", "x": 1.01, "y": 0}',
    '{"type": "pointer", "on": "s", "x": -0.01, "y": 0}',
    '{"type": "stroke", "on": "s", "id": "1", "colour": ["red"], "points": [[0, 0]]}',
    '{"type": "stroke", "on": "s", "id": "1", "colour": "pink", "points": [[0, 0]]}',
    '{"type": "stroke", "on": "s", "id": "1", "colour": "red", "points": []}',
    '{"type": "stroke", "on": "s", "id": "1", "colour": "red", "points": [[0]]}',
    '{"type": "offer", "to": "s", "epoch": -1, "sdp": "v=0"}',
    '{"type": "offer", "to": "s", "epoch": 1e400, "sdp": "v=0"}',
    '{"type": "offer", "to": "s", "epoch": 0, "sdp": ""}',
    '{"type": "status", "camera": 1, "microphone": false, "screen": false}',
    "[" * 60_000,
    '{"type": "' + "x" * LARGEST + '"}',
)


def test_what_is_known_is_read_and_everything_else_is_malformed() -> None:
    assert GOOD.keys() == SHAPES.keys()
    for kind, body in GOOD.items():
        signal = read(json.dumps({"type": kind, **body}))
        assert {**signal.body, **({"to": signal.to} if "to" in body else {})} == body
        assert signal.type == kind
        for name in body:
            with pytest.raises(Malformed):
                read(json.dumps({"type": kind, **body, name: {"deep": []}}))
    for text in WRONG:
        with pytest.raises(Malformed):
            read(text)


def seated(room: Room, *names: str) -> list[Seat]:
    return [room.enter(name, name, may_draw=True, at=0)[0] for name in names]


def test_whoever_comes_is_told_who_is_there_and_they_of_them() -> None:
    room = Room()
    gus, xenia = seated(room, "Gus", "Xenia")
    yuri, before, letters = room.enter("Yuri", "Yuri", may_draw=True, at=0)
    assert before is None
    assert [(to, message["type"]) for to, message in letters] == [
        (yuri.id, "hello"),
        (gus.id, "came"),
        (xenia.id, "came"),
    ]
    assert [one["seat"] for one in letters[0].message["others"]] == [gus.id, xenia.id]
    assert len({one.colour for one in room.seats.values()}) == 3
    again, before, letters = room.enter("Gus", "Gus", may_draw=True, at=0)
    assert before is gus
    assert again.id != gus.id
    assert [(to, message["type"]) for to, message in letters][:2] == [(xenia.id, "left"), (yuri.id, "left")]
    assert room.leave(gus) == []  # its connection closes when the new one is there
    seated(room, "Olga")
    assert len(room.seats) == MOST_SEATS
    with pytest.raises(Full):
        room.enter("Paul", "Paul", may_draw=True, at=0)


def test_letters_go_to_seats_of_this_room_alone() -> None:
    room, other = Room(), Room()
    gus, xenia, yuri = seated(room, "Gus", "Xenia", "Yuri")
    (eve,) = seated(other, "Eve")
    said = json.dumps({"type": "again", "to": xenia.id})
    assert room.take(gus, said, at=0) == [(xenia.id, {"type": "again", "from": gus.id})]
    foreign = json.dumps({"type": "again", "to": eve.id})
    assert room.take(gus, foreign, at=0) == [(gus.id, {"type": "refused", "why": "nobody is there"})]
    room.leave(xenia)
    assert room.take(gus, said, at=0)[0].message["type"] == "refused"  # a seat is of one connection
    moved = json.dumps({"type": "pointer", "on": yuri.id, "x": 0, "y": 1})
    assert [one.to for one in room.take(gus, moved, at=0)] == [yuri.id]
    gus.may_draw = False
    for kind in DRAWING:
        drawn = json.dumps({"type": kind, **GOOD[kind]}).replace('"S"', f'"{yuri.id}"')
        assert [one.message["type"] for one in room.take(gus, drawn, at=0)] == ["refused"]


def test_a_flood_reaches_nobody() -> None:
    room = Room()
    gus, xenia = seated(room, "Gus", "Xenia")
    said = json.dumps({"type": "again", "to": xenia.id})
    reached = [room.take(gus, said, at=0)[0].to for _ in range(1_000)]
    assert reached.count(xenia.id) == BURST
    assert room.take(gus, said, at=1)[0].to == xenia.id


def test_fuzzed_messages_disturb_nobody() -> None:
    """ALONGSIDE_SIGNALS=10000 makes as many."""
    count = int(os.environ.get("ALONGSIDE_SIGNALS", "2000"))
    chance = random.Random(8)
    room, other = Room(), Room()
    gus, xenia = seated(room, "Gus", "Xenia")
    (eve,) = seated(other, "Eve")
    passed = 0
    for number in range(count):
        kind = chance.choice(list(GOOD))
        text = json.dumps({"type": kind, **GOOD[kind]}).replace(
            '"S"', f'"{chance.choice([xenia.id, eve.id])}"'
        )
        for _ in range(chance.randrange(4)):
            at, length = chance.randrange(len(text)), chance.randrange(6)
            noise = "".join(
                chance.choice(string.printable + "\x00é\ud800") for _ in range(chance.randrange(4))
            )
            text = text[:at] + noise + text[at + length :] or "{"
        letters = room.take(gus, text, at=float(number))
        for to, message in letters:
            assert to in room.seats
            assert message["type"] in {"refused", "pong"} if to == gus.id else SHAPES
            assert message.get("from") in (None, gus.id)
            passed += to == xenia.id
    assert count / 20 < passed < count * 0.9  # some were left whole, and those arrived
    assert list(other.seats) == [eve.id]


def test_what_is_meant_for_a_server_between_them_reaches_nobody_else() -> None:
    mesh, room = Room(), Room(most=10, relayed=True)
    (eve,) = seated(mesh, "Eve")
    gus, xenia = seated(room, "Gus", "Xenia")
    for kind, to in itertools.product(("offer", "answer", "candidate", "again"), (RELAY, xenia.id)):
        text = json.dumps({"type": kind, **GOOD[kind], "to": to})
        ((who, message),) = room.take(gus, text, at=1)
        assert (who, message["from"], message["to"]) == (RELAY, gus.id, to)
    for here, seat, kind, name in (
        (mesh, eve, "again", "to"),
        (room, gus, "clear", "on"),
        (room, gus, "again", "to"),
    ):
        to = "s0" if (here, kind) == (room, "again") else RELAY
        ((who, message),) = here.take(seat, json.dumps({"type": kind, name: to}), at=1)
        assert (who, message) == (seat.id, {"type": "refused", "why": "nobody is there"})
    seated(room, *(f"Guest {number}" for number in range(8)))
    assert {one.colour for one in room.seats.values()} == set(COLOURS)
    with pytest.raises(Full):
        seated(room, "One more")


def test_credentials_of_a_relay_are_those_that_coturn_computes() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    (stun, turn) = ice_servers(stun=["stun:a"], turn=["turn:b"], secret="s", user="p", now=now)
    assert stun == {"urls": ["stun:a"]}
    name = f"{int(now.timestamp()) + 7200}:p"
    digest = base64.b64encode(hmac.new(b"s", name.encode(), hashlib.sha1).digest()).decode()
    assert turn == {"urls": ["turn:b"], "username": name, "credential": digest}
    assert ice_servers(stun=[], turn=["turn:b"], secret="", user="p", now=now) == []
