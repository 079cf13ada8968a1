"""Whose links are followed at once: a softphone's own, and those of pages that the house knows (T-05). Pure.

A link opened by a program, by hand or by the house itself says so (`Sec-Fetch-Site`, which a page cannot
forge). A page elsewhere could make an agent look somebody up, against their name and their budget: it is
followed when the tenant's options name its origin, and is a question otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

LONGEST = 200
SOMEWHERE = "another page"
_OF_THE_HOUSE = frozenset({"none", "same-origin"})


def origin_of(address: str) -> str:
    """`https://phones.example.org:8443` of an address there; nothing of what is not a page's address.

    >>> origin_of("HTTPS://Phones.example.org:443/call?q=1")
    'https://phones.example.org'
    """
    try:
        parts = urlsplit(address.strip()[:LONGEST])
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")


def sources(options: Mapping[str, Any]) -> tuple[str, ...]:
    """The origins whose links are followed, `options["pop_sources"]`."""
    own = options.get("pop_sources")
    return tuple(one for one in own if isinstance(one, str)) if isinstance(own, list) else ()


def stranger(headers: Mapping[str, str], *, own: str, known: tuple[str, ...]) -> str:
    """The origin that sent a link and is not known, or `SOMEWHERE` when it hides itself; nothing if it may be
    followed. `own` is the origin of the house."""
    said = headers.get("Sec-Fetch-Site", "")
    if said in _OF_THE_HOUSE:
        return ""
    source = origin_of(headers.get("Referer", ""))
    if not said and (not source or source == own):  # an older browser
        return ""
    return "" if source in known else source or SOMEWHERE
