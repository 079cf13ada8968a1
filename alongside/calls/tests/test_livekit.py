"""What a LiveKit server is told, held against its contract by a server that only listens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from alongside.calls.engines.livekit import LiveKit, Unreachable

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
BEGAN = int(NOW.timestamp())
Heard = list[tuple[str, dict[str, Any], dict[str, Any]]]


class Listening(BaseHTTPRequestHandler):
    heard: Heard

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        token = self.headers["Authorization"].removeprefix("Bearer ")
        self.heard.append((self.path, said, claims(token)))
        self.send_response(200 if claims(token)["iss"] == "house" else 401)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@pytest.fixture
def server() -> Iterator[tuple[str, Heard]]:
    Listening.heard = []
    with HTTPServer(("127.0.0.1", 0), Listening) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}", Listening.heard
        found.shutdown()
        thread.join()


def claims(token: str) -> dict[str, Any]:
    """Those of a token, when it was signed with the secret, as any library would read them."""
    head, body, signature = token.split(".")
    digest = hmac.new(b"secret", f"{head}.{body}".encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(f"{signature}=") == digest
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "HS256", "typ": "JWT"}
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def test_a_token_lets_one_participant_into_one_room() -> None:
    token = LiveKit("https://x", "house", "secret").token("room", "p7", "Gus", sends=True, now=NOW)
    assert claims(token) == {
        "iss": "house",
        "nbf": BEGAN,
        "exp": BEGAN + 600,
        "sub": "p7",
        "name": "Gus",
        "video": {
            "room": "room",
            "roomJoin": True,
            "canPublish": True,
            "canSubscribe": True,
            "canPublishData": False,
        },
    }


def test_rooms_are_made_emptied_and_closed(server: tuple[str, Heard]) -> None:
    address, heard = server
    house = LiveKit(f"{address}/", "house", "secret")
    assert house.healthy(NOW)
    house.open_room("room", most=10, now=NOW)
    house.remove("room", "p7", NOW)
    house.close_room("room", NOW)
    begin = "/twirp/livekit.RoomService/"
    assert [(path, said, token["video"]) for path, said, token in heard] == [
        (f"{begin}ListRooms", {}, {"roomList": True}),
        (f"{begin}CreateRoom", {"name": "room", "maxParticipants": 10}, {"roomCreate": True}),
        (
            f"{begin}RemoveParticipant",
            {"room": "room", "identity": "p7"},
            {"roomAdmin": True, "room": "room"},
        ),
        (f"{begin}DeleteRoom", {"room": "room"}, {"roomCreate": True}),
    ]
    assert {token["exp"] for _, _, token in heard} == {BEGAN + 60}
    stranger = LiveKit(address, "another", "secret")
    assert not stranger.healthy(NOW)
    with pytest.raises(Unreachable, match="CreateRoom: HTTP Error 401"):
        stranger.open_room("room", most=10, now=NOW)
    assert not LiveKit("http://127.0.0.1:9", "house", "secret").healthy(NOW)


def test_only_what_the_server_signed_is_heard() -> None:
    house = LiveKit("https://x", "house", "secret")
    body = b'{"event": "participant_left"}'

    def signed(said: bytes, *, key: str = "house", shared: str = "secret") -> str:
        digest = base64.b64encode(hashlib.sha256(said).digest()).decode()
        return LiveKit("", key, shared)._signed({"sha256": digest}, timedelta(minutes=1), NOW)

    good = signed(body)
    assert house.heard(body, good, NOW) == {"event": "participant_left"}
    assert house.heard(body, good, NOW + timedelta(minutes=1)) is None
    for wrong in (
        signed(body + b" "),
        signed(body, key="another"),
        signed(body, shared="another"),
        good[:-2],
        "",
        "x",
        "a.b.c",
        house.token("room", "p7", "Gus", sends=True, now=NOW),
    ):
        assert house.heard(body, wrong, NOW) is None
