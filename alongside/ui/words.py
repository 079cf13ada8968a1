"""Times, spans and names as people read them."""

from datetime import date, datetime, timedelta

from django.utils import timezone


def moment(value: datetime) -> str:
    """`22 November 2026, 14:05`"""
    local = _local(value)
    return f"{local.day} {local:%B %Y, %H:%M}"


def clock(value: datetime) -> str:
    """`14:05`"""
    return f"{_local(value):%H:%M}"


def day(value: date) -> str:
    """`22 November 2026`; a moment is shown as the day it falls on here."""
    local = _local(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


def _local(value: datetime) -> datetime:
    """On the house's clock; nobody has another one, and asking each time whether they do is dear in lists."""
    return timezone.localtime(value, timezone.get_default_timezone())


def spent(value: timedelta) -> str:
    """A span as a timer shows it: `4:05`, `1:04:05`."""
    seconds = max(0, int(value.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def ago(value: datetime) -> str:
    """`just now`, `5 minutes ago`, `3 hours ago`, `yesterday`, `4 days ago`, then the day itself."""
    seconds = (timezone.now() - value).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return _count(int(seconds // 60), "minute") + " ago"
    if seconds < 86400:
        return _count(int(seconds // 3600), "hour") + " ago"
    days = int(seconds // 86400)
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < 14 else day(value)


def initials(name: str) -> str:
    """At most two letters that stand for a name in a small place."""
    parts = name.split()
    letters = [parts[0], parts[-1]] if len(parts) > 1 else parts
    return "".join(part[0] for part in letters).upper()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
