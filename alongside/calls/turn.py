"""Servers that help browsers to reach each other, and time-limited credentials for them (coturn's scheme).

Pure: a credential is made of a secret that the house shares with the relay, and needs no talk with it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

HELD = timedelta(hours=2)  # longer than most calls; a connection made anew gets new ones


def ice_servers(
    *, stun: Sequence[str], turn: Sequence[str], secret: str, user: str, now: datetime
) -> list[dict[str, Any]]:
    """What a browser is told: only somebody who was let into a call gets to know it."""
    servers: list[dict[str, Any]] = [{"urls": list(stun)}] if stun else []
    if turn and secret:
        username, password = credential(secret, user, now + HELD)
        servers.append({"urls": list(turn), "username": username, "credential": password})
    return servers


def credential(secret: str, user: str, until: datetime) -> tuple[str, str]:
    """User name and password: `<unix time>:<user>`, and its HMAC-SHA1 in base 64."""
    username = f"{int(until.timestamp())}:{user}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()
