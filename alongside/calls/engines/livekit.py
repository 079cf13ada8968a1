"""What a LiveKit server is told by its contract: tokens for participants, rooms, and whom to put out.

Pure but for the one request that it makes. LiveKit's browsers speak with it themselves and need its own
client, which this house does not ship; so it is chosen by no setting. What is here is the server's half.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

SERVICE = "/twirp/livekit.RoomService/"
HELD = timedelta(minutes=10)  # of a participant's token: it is used at once, to come in
BRIEF = timedelta(minutes=1)  # of the house's own
PATIENCE = 3.0  # seconds


class Unreachable(Exception):
    """The server does not answer, or refuses; says which."""


class LiveKit:
    """`address` is the server's, `https://…`; key and secret are those it knows the house by."""

    name, most = "livekit", 50

    def __init__(self, address: str, key: str, secret: str) -> None:
        self.address, self.key, self.secret = address.rstrip("/"), key, secret

    def token(self, room: str, participant: str, name: str, *, sends: bool, now: datetime) -> str:
        """What lets one participant into one room, and nothing else."""
        video = {"room": room, "roomJoin": True, "canPublish": sends, "canSubscribe": True}
        video |= {"canPublishData": False}  # what is written goes through the house
        return self._signed({"sub": participant, "name": name, "video": video}, HELD, now)

    def open_room(self, room: str, *, most: int, now: datetime) -> None:
        self._ask("CreateRoom", {"name": room, "maxParticipants": most}, {"roomCreate": True}, now)

    def remove(self, room: str, participant: str, now: datetime) -> None:
        grant = {"roomAdmin": True, "room": room}
        self._ask("RemoveParticipant", {"room": room, "identity": participant}, grant, now)

    def close_room(self, room: str, now: datetime) -> None:
        self._ask("DeleteRoom", {"room": room}, {"roomCreate": True}, now)

    def healthy(self, now: datetime) -> bool:
        try:
            self._ask("ListRooms", {}, {"roomList": True}, now)
        except Unreachable:
            return False
        return True

    def heard(self, body: bytes, authorization: str, now: datetime) -> dict[str, Any] | None:
        """What a webhook says, when it was this server that sent exactly that; None for anything else."""
        claims = self._verified(authorization.removeprefix("Bearer "), now)
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        if claims is None or not hmac.compare_digest(str(claims.get("sha256", "")).encode(), digest.encode()):
            return None
        said = json.loads(body)
        return said if isinstance(said, dict) else None

    def _ask(self, method: str, said: Mapping[str, Any], grant: Mapping[str, Any], now: datetime) -> None:
        asked = urllib.request.Request(  # noqa: S310 (the address is the administrator's)
            f"{self.address}{SERVICE}{method}",
            json.dumps(said).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self._signed({'video': grant}, BRIEF, now)}",
            },
        )
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE):  # noqa: S310 (as above)
                return
        except (OSError, urllib.error.HTTPError) as problem:
            raise Unreachable(f"{method}: {problem}") from None

    def _signed(self, claims: Mapping[str, Any], held: timedelta, now: datetime) -> str:
        seconds = int(now.timestamp())
        whole = {"iss": self.key, "nbf": seconds, "exp": seconds + int(held.total_seconds()), **claims}
        text = f"{_coded({'alg': 'HS256', 'typ': 'JWT'})}.{_coded(whole)}"
        return f"{text}.{self._signature(text)}"

    def _verified(self, token: str, now: datetime) -> dict[str, Any] | None:
        text, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(text).encode()):
            return None
        coded = text.partition(".")[2]
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
        good = claims.get("iss") == self.key and claims.get("nbf", 0) <= now.timestamp() < claims.get(
            "exp", 0
        )
        return claims if good else None

    def _signature(self, text: str) -> str:
        digest = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _coded(said: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")
