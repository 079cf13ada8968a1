"""Appointments as files that calendars read (RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event

NAME, MEDIA_TYPE = "appointment.ics", "text/calendar"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar is told; the same `uid` with more `changes` takes the place of what it knew."""

    uid: str
    changes: int
    written_at: datetime
    begins_at: datetime
    ends_at: datetime
    summary: str
    where: str
    link: str
    cancelled: bool = False


def file_of(entry: Entry) -> bytes:
    """The file. Times are in UTC, so calendars show them in the reader's own zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Alongside//Cases//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.changes)
    event.add("dtstamp", entry.written_at.astimezone(UTC))
    event.add("dtstart", entry.begins_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.where:
        event.add("location", entry.where)
    if entry.link:
        event.add("url", entry.link)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
