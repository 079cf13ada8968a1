"""Reading an e-mail: bytes in, a `Letter` out. It never raises, whatever the bytes are (security.md T-34).

The library's older policy is used on purpose: its newer one takes every header apart at once, and raises for
some that are sent every day. What is too deep, too long or too many is left out with a remark; the letter as
it came is kept by whoever calls this.
"""

from __future__ import annotations

import email
import logging
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from typing import TypeAlias

from alongside.desk.mail import decoding, markup, quoting
from alongside.desk.mail.letters import Enclosure, Letter

log = logging.getLogger(__name__)

LARGEST = 30 * 2**20  # bytes that are read of a letter
LONGEST_TEXT = 40_000  # letters
MOST_PARTS = 200
MOST_ENCLOSURES = 50
MOST_HEADERS = 500
DEEPEST = 20
_CONTAINERS = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_REPORTS = ("message/delivery-status", "message/feedback-report", "text/rfc822-headers", "message/rfc822")

Parsed: TypeAlias = "Message[str, str]"


def read(raw: bytes) -> Letter:
    """What a letter says."""
    try:
        return _Reading(raw).letter()
    except Exception:  # whatever somebody sends, it is not lost: it stands as it came
        log.exception("a letter was read as plain text")
        text = decoding.text_of(raw[: 4 * LONGEST_TEXT])[:LONGEST_TEXT]
        return Letter(text=text, remarks=("This letter could not be read: this is how it came.",))


class _Reading:
    """One letter while it is read."""

    def __init__(self, raw: bytes) -> None:
        self.remarks: list[str] = []
        self.plain: list[str] = []
        self.marked_up: list[str] = []
        self.enclosures: list[Enclosure] = []
        self.report: list[str] = []
        if len(raw) > LARGEST:
            self._remark("This letter is too large: only its beginning was read.")
            raw = raw[:LARGEST]
        self.message = self._parsed(raw)

    def letter(self) -> Letter:
        self._look_through()
        text, html = self._text(), markup.cleaned("\n".join(self.marked_up))
        written, quoted = quoting.split(text)
        if len(written) > LONGEST_TEXT:
            self._remark("This letter is too long: only its beginning is shown.")
        message = self.message
        sender_name, sender = self._sender()
        return Letter(
            sender=sender,
            sender_name=sender_name[:200],
            to=tuple(dict.fromkeys(address for _, address in self._addresses(*_RECEIVERS)))[:100],
            subject=decoding.header_text(message.get("subject"))[:200],
            message_id=next(iter(decoding.ids(message.get("message-id"), 1)), ""),
            in_reply_to=decoding.ids(message.get("in-reply-to"), 5),
            references=decoding.ids(message.get("references")),
            sent_at=decoding.moment(message.get("date")),
            text=written[:LONGEST_TEXT],
            quoted=quoted[:LONGEST_TEXT],
            html=html,
            enclosures=tuple(self.enclosures),
            headers=tuple(self._headers()),
            type=_type(message),
            report="\n".join(self.report)[:LONGEST_TEXT],
            remarks=tuple(self.remarks),
        )

    def _parsed(self, raw: bytes) -> Parsed:
        if len(_CONTAINERS.findall(raw)) <= MOST_PARTS:
            try:
                return email.message_from_bytes(raw, policy=policy.compat32)
            except RecursionError:
                pass
        self._remark("This letter is nested too deeply: its parts were not taken apart.")
        parsed: Parsed = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
        del parsed["content-type"]
        return parsed

    def _look_through(self) -> None:
        """Each part in its order; without recursion, for the depth is the sender's choice."""
        waiting: list[tuple[Parsed, int]] = [(self.message, 0)]
        seen = 0
        while waiting:
            part, depth = waiting.pop()
            seen += 1
            if seen > MOST_PARTS or depth > DEEPEST:
                self._remark("This letter has too many parts: some were left out.")
                continue
            kind = _type(part)
            inner = part.get_payload() if part.is_multipart() else None
            if kind.startswith("multipart/") and isinstance(inner, list):
                waiting += [(one, depth + 1) for one in reversed(inner) if isinstance(one, Message)]
            else:
                self._take(part, kind, inside=depth > 0)

    def _take(self, part: Parsed, kind: str, *, inside: bool) -> None:
        name = _name(part)
        apart = str(part.get("content-disposition") or "").strip().lower().startswith("attachment")
        if inside and _type(self.message) == "multipart/report" and kind in _REPORTS:
            self.report.append(_as_text(part))
        elif kind == "text/html" and not apart and not name:
            self.marked_up.append(_text(part))
        elif not apart and not name and (kind.startswith("text/") or not inside):
            self.plain.append(_as_text(part))
        elif len(self.enclosures) >= MOST_ENCLOSURES:
            self._remark("This letter has too many files with it: some were left out.")
        else:
            content = _as_text(part).encode() if part.is_multipart() else _content(part)
            self.enclosures.append(Enclosure(name or _unnamed(kind), kind, content))

    def _text(self) -> str:
        """What was sent as text; only without it the words of what was sent as HTML."""
        plain = "\n\n".join(part.strip() for part in self.plain if part.strip())
        return plain or "\n\n".join(markup.text_of(part) for part in self.marked_up)

    def _sender(self) -> tuple[str, str]:
        found = self._addresses("from") or self._addresses("sender") or [("", "")]
        if len(found) > 1:
            self._remark("This letter names several senders.")
        return found[0]

    def _addresses(self, *names: str) -> list[tuple[str, str]]:
        values = [value for name in names for value in self.message.get_all(name, [])[:20]]
        return decoding.addresses(values)

    def _headers(self) -> Iterator[tuple[str, str]]:
        for name, value in self.message.items()[:MOST_HEADERS]:
            yield decoding.tidied(name.lower())[:100], decoding.header_text(value)[:2000]

    def _remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)


_RECEIVERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


def _type(part: Parsed) -> str:
    try:
        return part.get_content_type()
    except Exception:  # parameters that cannot be taken apart
        return "text/plain"


def _name(part: Parsed) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:
        return "file"
    return decoding.header_text(name)[:200]


def _unnamed(kind: str) -> str:
    return "letter.eml" if kind == "message/rfc822" else "file"


def _content(part: Parsed) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except Exception:  # a transfer encoding that does not decode
        payload = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return payload if isinstance(payload, bytes) else b""


def _text(part: Parsed) -> str:
    try:
        charset = part.get_content_charset("") or ""
    except Exception:
        charset = ""
    return decoding.text_of(_content(part)[: 4 * markup.LONGEST], charset)


def _as_text(part: Parsed) -> str:
    """A part with all that is in it, as it came."""
    if not part.is_multipart():
        return _text(part)
    try:
        return decoding.text_of(part.as_bytes())
    except Exception:
        return ""
