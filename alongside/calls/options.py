"""What a tenant says of calls, each with a default: `options["calls"]`, read in this one place.

{"guest_licences": 50, "restrict_guests": false, "terms": {"version": "2026-11", "text": "…"}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TERMS = (
    "You take part in a call with the organisation that invited you. Sound and picture go to the others in "
    "the call. What is written, drawn and shared in it is kept with the call. Nothing is recorded without "
    "everybody in the call having agreed to it."
)
LICENCES, MOST_LICENCES = 50, 100_000


@dataclass(frozen=True, slots=True)
class Options:
    guest_licences: int = LICENCES  # guests in calls at the same moment (spec 4.19)
    restrict_guests: bool = False  # to chat, pointing and drawing (spec 4.14)
    terms_version: str = "1"
    terms: str = TERMS

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Options:
        """What cannot be read stands for its default."""
        said = options.get("calls")
        said = said if isinstance(said, dict) else {}
        licences, terms = said.get("guest_licences"), said.get("terms")
        terms = terms if isinstance(terms, dict) else {}
        if not isinstance(licences, int) or isinstance(licences, bool):
            licences = LICENCES
        return cls(
            guest_licences=min(max(licences, 0), MOST_LICENCES),
            restrict_guests=said.get("restrict_guests") is True,
            terms_version=str(terms.get("version") or "1")[:50],
            terms=str(terms.get("text") or TERMS),
        )
