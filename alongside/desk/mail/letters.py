"""What an e-mail says, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Something that came with a letter, as its sender called it; `type` is what they said it was."""

    name: str
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was understood.

    Addresses are in small letters, message ids without their brackets, `headers` in the order in which they
    stand, by names in small letters. `text` is what the sender wrote, `quoted` what they repeated of earlier
    letters, `html` the whole in tags that do no harm. `remarks` are sentences on what could not be read or
    was left out. Whoever sent it is `sender` by their own word alone.
    """

    sender: str = ""
    sender_name: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    text: str = ""
    quoted: str = ""
    html: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    type: str = "text/plain"
    report: str = ""  # what a mail server reports of a letter of ours
    remarks: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first of this name; empty without."""
        return next(self.all(name), "")

    def all(self, name: str) -> Iterator[str]:
        return (value for header, value in self.headers if header == name)
