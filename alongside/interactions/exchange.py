"""Contacts in the shape that GOSS keeps its history in: read from it, and written in it. Pure.

A document has labels a–e, `created` and `lastupdated` (milliseconds since 1970), a `subject` that says what
it is about, and `events` that say what happened (spec G33, G42–G44, G47–G50). In such a document `userId` is
the agent, to whom the contact belongs; whom it was about stands as `customerUserId` or `ProxiedUserId` (4.1).
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO

from alongside.interactions.models import Channel
from alongside.interactions.services import LONGEST_VALUE, Service

TEMPLATE = "InteractionLog"
AUDIT = ("assistedservice", "template log")  # what only says who looked at whom is no contact
LONGEST_DOCUMENT = 1_000_000  # characters
LONGEST_NOTE = 10_000
LONGEST_TIME = timedelta(hours=24)  # of a contact whose time nobody wrote down
CHUNK = 65_536

_NAMESPACE = uuid.UUID("1b0a6f5c-3f57-4f57-9f0e-0a4b8d9c7e21")
_CLOCK = re.compile(r"(\d{1,4}):(\d{2})(?::(\d{2}))?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Illegible(ValueError):
    """A document is not a contact that could be kept; the message says why."""


class NoContact(Exception):
    """A document that is in order and no contact: a line of the audit log."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What a document says; agent and person as the other system names them."""

    id: uuid.UUID
    agent: str
    person: str
    channel: Channel
    service: str
    begun_at: datetime
    ended_at: datetime
    seconds: int
    wrap_up: str
    note: str
    automatic: bool = False  # closed by a machine: reports of time leave it out (spec 4.10)
    topics: tuple[str, ...] = ()  # services beside its own
    shares: tuple[tuple[str, int], ...] = ()  # who handed it over, and the seconds they had spent


def documents(file: TextIO) -> Iterator[tuple[int, Any]]:
    """Every document of a file, numbered from 1: one a line, or a JSON list of them. Memory does not grow
    with the file. Raises `Illegible` where it is neither."""
    decoder, number = json.JSONDecoder(), 0
    text = file.read(CHUNK).lstrip(" \t\r\n\ufeff")
    between = " \t\r\n"
    if text.startswith("["):
        text, between = text[1:], between + ",]"
    while True:
        text = text.lstrip(between)
        if text:
            try:
                document, end = decoder.raw_decode(text)
            except (ValueError, RecursionError) as problem:
                more = file.read(CHUNK) if len(text) <= LONGEST_DOCUMENT else ""
                if not more:
                    raise Illegible(f"What follows document {number} is not JSON: {problem}."[:300]) from None
                text += more
                continue
            number += 1
            yield number, document
            text = text[end:]
        else:
            text = file.read(CHUNK)
            if not text:
                return


def read(document: Any, services: tuple[Service, ...]) -> Contact:
    """A document as a contact. Raises `Illegible`, and `NoContact` for lines of the audit log."""
    if not isinstance(document, Mapping):
        raise Illegible("It is no object.")
    said = _flat(document)
    if AUDIT[0] == said.get("templatename", "").lower() or AUDIT[1] == said.get("labela", "").lower():
        raise NoContact
    begun, ended = _moment(document.get("created")), _moment(document.get("lastupdated"))
    if begun is None:
        raise Illegible("It does not say when it was created.")
    ended = max(ended or begun, begun)
    agent = _first(said, "userid", "agent", "username", "initiator")
    if not agent:
        raise Illegible("It does not say whose contact it was (subject.userId).")
    return Contact(
        id=_id(document),
        agent=agent,
        person=_first(said, "customeruserid", "proxieduserid", "assisteduserid", "user"),
        channel=_channel(_first(said, "channel")),
        service=_service(_first(said, "service", "topic"), services),
        begun_at=begun,
        ended_at=ended,
        seconds=_seconds(_first(said, "timespent", "duration"), ended - begun),
        wrap_up=_first(said, "wrapup", "outcome")[:LONGEST_VALUE],
        note=_first(said, "note", "notes", "description")[:LONGEST_NOTE],
        automatic=_first(said, "autoclosed").lower() in ("true", "yes", "1"),
        topics=_topics(document, services),
        shares=_shares(document),
    )


def written(contact: Contact, events: list[Any]) -> dict[str, Any]:
    """A contact as such a document; what is `read` from it is the contact."""
    return {
        "id": str(contact.id),
        "labela": TEMPLATE,
        "labelb": contact.id.hex,
        "labelc": contact.channel.value,
        "labeld": contact.service,
        "labele": contact.wrap_up or None,
        "created": _milliseconds(contact.begun_at),
        "lastupdated": _milliseconds(contact.ended_at),
        "sealed": True,
        "subject": {
            "private": False,
            "templateName": TEMPLATE,
            "articleID": None,
            "description": contact.note,
            "customerUserId": contact.person or None,
            "subsiteName": "",
            "event": "Begin interaction",
            "userId": contact.agent,
            "channel": contact.channel.value,
            "service": contact.service,
            "wrapUp": contact.wrap_up,
            "timeSpent": contact.seconds,
            "autoClosed": "true" if contact.automatic else None,
            "furtherServices": list(contact.topics),
            "handedOver": [{"userId": agent, "timeSpent": seconds} for agent, seconds in contact.shares],
        },
        "events": events,
    }


def _topics(document: Mapping[str, Any], services: tuple[Service, ...]) -> tuple[str, ...]:
    said = _of_subject(document, "furtherServices")
    return tuple(dict.fromkeys(_service(one, services) for one in said if isinstance(one, str) and one))


def _shares(document: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    found: list[tuple[str, int]] = []
    for one in _of_subject(document, "handedOver"):
        if not isinstance(one, Mapping) or not one.get("userId"):
            raise Illegible("It does not say who handed it over (subject.handedOver.userId).")
        found.append((str(one["userId"]), _seconds(str(one.get("timeSpent") or 0), timedelta())))
    return tuple(found)


def _of_subject(document: Mapping[str, Any], name: str) -> list[Any]:
    subject = document.get("subject")
    said = subject.get(name) if isinstance(subject, Mapping) else None
    return said if isinstance(said, list) else []


def _flat(document: Mapping[str, Any]) -> dict[str, str]:
    """What labels, subject and forms of the events say, by names in small letters; the subject first."""
    found: dict[str, str] = {}
    subject = document.get("subject")
    places: list[Any] = [subject, document]
    for event in document.get("events") or ():
        data = event.get("formData") if isinstance(event, Mapping) else None
        places.append(data.get("data") if isinstance(data, Mapping) else None)
    for place in places:
        for name, value in place.items() if isinstance(place, Mapping) else ():
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                found.setdefault(str(name).replace("_", "").lower(), str(value).strip())
    return found


def _first(said: Mapping[str, str], *names: str) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _id(document: Mapping[str, Any]) -> uuid.UUID:
    """Its own number, or one that is made from what it has instead: the same each time."""
    for name in ("id", "labelb"):
        try:
            return uuid.UUID(str(document.get(name)))
        except ValueError:
            continue
    own = json.dumps(document, sort_keys=True, default=str)
    return uuid.uuid5(_NAMESPACE, own)


def _moment(said: Any) -> datetime | None:
    try:
        if isinstance(said, int | float) or (isinstance(said, str) and said.isdigit()):
            moment = _EPOCH + timedelta(milliseconds=int(said))
        elif isinstance(said, str) and said:
            moment = datetime.fromisoformat(said)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        else:
            return None
    except (ValueError, OverflowError):
        raise Illegible(f"“{str(said)[:40]}” is no time.") from None
    if not 1990 <= moment.year <= 2200:
        raise Illegible(f"“{str(said)[:40]}” is no time of a contact.")
    return moment


def _channel(said: str) -> Channel:
    for one in Channel:
        if said.casefold() in (one.value, str(one.label).casefold()):
            return one
    if not said:
        return Channel.OTHER
    raise Illegible(f"“{said[:40]}” is no channel: {', '.join(Channel.values)}.")


def _service(said: str, services: tuple[Service, ...]) -> str:
    """By its value or its name; one that is offered no more keeps its name."""
    for one in services:
        if said.casefold() in (one.value.casefold(), one.label.casefold()):
            return one.value
    if len(said) > LONGEST_VALUE:
        raise Illegible(f"“{said[:40]}…” is too long for a service.")
    return said or services[0].value


def _seconds(said: str, whole: timedelta) -> int:
    clock = _CLOCK.fullmatch(said)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + seconds
    if said:
        try:
            seconds = int(float(said))
        except (ValueError, OverflowError):
            raise Illegible(f"“{said[:40]}” is no time spent.") from None
        if not 0 <= seconds <= 366 * 86_400:
            raise Illegible(f"“{said[:40]}” is no time spent.")
        return seconds
    return int(min(whole, LONGEST_TIME).total_seconds())


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)
