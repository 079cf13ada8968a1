"""Which engine carries a call, and what becomes of one whose server does not do as it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from pytest_django import Settings
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls import engines
from alongside.calls.engines.janus import Health, Link, Lost
from alongside.calls.engines.videoroom import VideoRoom
from alongside.calls.models import Call
from alongside.calls.rooms import RELAY

NOWHERE = "ws://127.0.0.1:9"


@pytest.mark.django_db
def test_a_call_keeps_the_engine_it_began_with(
    xenia: Acting, call: Call, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (engines.chosen(), engines.engine("janus").name) == ("mesh", "mesh")
    settings.JANUS = NOWHERE
    assert engines.chosen() == "mesh"  # it does not answer
    monkeypatch.setattr(Health, "good", lambda _: True)
    calls.join(xenia, call)
    monkeypatch.setattr(Health, "good", lambda _: False)
    other = calls.create_conference(xenia, "Another")
    calls.join(xenia, other)
    calls.join(xenia, call)
    found = [Call.objects.get(pk=one.pk).engine for one in (call, other)]
    assert found == ["janus", "mesh"]
    assert [(engines.engine(name).name, engines.engine(name).most) for name in found] == [
        ("janus", 10),
        ("mesh", 4),
    ]


class Server:
    """As much of Janus as is needed to fail: it answers, but for what it is told to refuse or to drop."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.refuses: set[int] = set()  # which of the messages to its plugin
        self.sockets: list[ServerConnection] = []
        self.messages = self.handles = 0

    async def __call__(self, socket: ServerConnection) -> None:
        self.sockets.append(socket)
        async for text in socket:
            said = json.loads(text)
            self.heard.append(said)
            answer = {"janus": "success", "transaction": said["transaction"]}
            if said["janus"] in ("create", "attach"):
                self.handles += 1
                answer["data"] = {"id": self.handles}
            if said["janus"] == "message":
                await socket.send(json.dumps({**answer, "janus": "ack"}))
                self.messages += 1
                refused = {"error_code": 433, "error": "no"} if self.messages in self.refuses else {}
                answer |= {"janus": "event", "plugindata": {"data": refused}, "jsep": {"sdp": "v=0"}}
            await socket.send("{}")
            await socket.send(json.dumps(answer))


def test_what_fails_for_one_fails_for_nobody_else() -> None:
    asyncio.run(_one_call())


async def _one_call() -> None:
    server, told = Server(), asyncio.Queue[tuple[str, Mapping[str, Any]]]()

    async def tell(seat: str, message: Mapping[str, Any]) -> None:
        await told.put((seat, message))

    def offer(seat: str) -> dict[str, Any]:
        return {"type": "offer", "from": seat, "to": RELAY, "epoch": 1, "sdp": "v=0"}

    async def heard() -> tuple[str, str, str]:
        seat, message = await asyncio.wait_for(told.get(), 5)
        return seat, message["type"], message["from"]

    async with serve(server, "127.0.0.1", 0, subprotocols=[Subprotocol("janus-protocol")]) as listening:
        port = next(iter(listening.sockets)).getsockname()[1]
        link = Link(f"ws://127.0.0.1:{port}", "secret")
        room = VideoRoom(link, tell, most=10, admin_key="key")
        server.refuses.add(2)  # the room is made; the first who sends is refused
        for seat in ("s1", "s2", "s3"):
            room.take(offer(seat))
        assert [await heard() for _ in range(4)] == [
            ("s2", "answer", RELAY),
            ("s3", "answer", RELAY),
            ("s2", "offer", "s3"),
            ("s3", "offer", "s2"),
        ]
        # Somebody who asks again is offered again; nobody hears of whom there is not.
        room.take({"type": "again", "from": "s3", "to": "s2"})
        room.take({"type": "again", "from": "s3", "to": "s1"})
        room.take({"type": "answer", "from": "s3", "to": "s1", "epoch": 1, "sdp": "v=0"})
        assert await heard() == ("s3", "offer", "s2")
        room.left("s2")
        # When Janus is gone, whoever is there still is asked to send again, and the room is made anew.
        await server.sockets[0].close()
        assert {await heard(), await heard()} == {("s1", "again", RELAY), ("s3", "again", RELAY)}
        room.take(offer("s3"))
        assert await heard() == ("s3", "answer", RELAY)
        await room.close()
        await link.close()
    assert {said.get("apisecret") for said in server.heard} == {"secret"}
    bodies = [said["body"] for said in server.heard if said["janus"] == "message"]
    made = [body for body in bodies if body["request"] == "create"]
    assert [body["admin_key"] for body in made] == ["key", "key"]
    assert bodies[-1] == {"request": "destroy", "room": made[0]["room"], "secret": made[0]["secret"]}
    assert link.lost_by == set()
    with pytest.raises(Lost):
        await Link(NOWHERE, "").open()
