"""Whether everything that was written is there, and nothing else: A4, A5, A6 and A10."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.db import connection, models
from django.db.models import Count, Max, Min

from alongside.console.history.checks.asked import Asked, Result, State, judged
from alongside.history.models import Entry, Head
from alongside.history.protection import catalogue
from alongside.lib import tenancy

# Things that are never removed by themselves, and the entries that say they were made. One whose person
# was erased may be gone.
BOOKS: dict[str, tuple[str, ...]] = {
    "assisting.assistance": ("assisting.started",),
    "interactions.interaction": ("interactions.begun",),
    "forms.submission": ("forms.submitted",),
    "cases.case": ("cases.raised", "cases.sent_in"),
}
AT_ONCE = 2000

# What a server started with --access-log writes: when, network, method, path, status, spent, request.
LINE = re.compile(r"(\S+Z) \S+ (POST|PUT|PATCH|DELETE) (\S+) (\d{3}) \d+ ms(?: ([0-9a-f]{32}))?$")
# Not anybody's deed: that a page is still open, and a look at what was typed.
NO_DEEDS = re.compile(r"/console/assistances/[0-9a-f-]{36}/use/$|/console/results/$|/accounts/")


def numbers(asked: Asked) -> Result:
    """A4: the numbers run from 0 to the head's, each once."""
    found = Entry.everywhere.filter(tenant_id=asked.tenant_id).aggregate(
        count=Count("number"), first=Min("number"), last=Max("number")
    )
    size = Head.objects.values_list("size", flat=True).first() or 0
    problems = []
    if found["count"] != size:
        problems.append(f"The head counts {size} entries; there are {found['count']}.")
    if size and (found["first"], found["last"]) != (0, size - 1):
        problems.append(
            f"The numbers run from {found['first']} to {found['last']}, not from 0 to {size - 1}."
        )
    return judged(problems, f"{found['count']} entries, numbered from 0 without a gap.")


def books(asked: Asked) -> Result:
    """A5: each row of these tables has the entry that made it, and the other way round."""
    problems: list[str] = []
    told = []
    for label, kinds in BOOKS.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue  # a house without this package
        named = _named(label, kinds)
        rows = set(_rows(model))
        problems += [f"{label}:{pk} was written without an entry." for pk in sorted(rows - named.keys())]
        problems += [
            f"Entry {number} says that {label}:{pk} was made; it is not there."
            for pk, number in sorted(named.items())
            if pk not in rows and not _erased(number)
        ]
        told.append(f"{len(rows)} of {label}")
    return judged(problems, f"Held against their entries: {', '.join(told)}.")


def requests(asked: Asked) -> Result:
    """A6: each unsafe request that was answered with success names, by its id, an entry."""
    if asked.access_log is None:
        return Result(
            State.OPEN,
            ["Give the server's access log with --access-log: `alongside serve --access-log` writes it."],
        )
    lines = list(_unsafe(asked.access_log))
    if not lines:
        return Result(State.OPEN, ["The access log holds no request that changed anything."])
    ids = _recorded_between(min(at for at, *_ in lines), max(at for at, *_ in lines))
    problems = [
        f"{at:%Y-%m-%d %H:%M:%S} {method} {path} has no entry."
        for at, method, path, request in lines
        if request not in ids
    ]
    return judged(problems, f"{len(lines)} requests that changed something were held against the log.")


def protection(asked: Asked) -> Result:
    """A10: triggers, functions, owners and grants are as they were put up."""
    problems = [f"{gap}." for gap in catalogue.gaps(connection)]
    return judged(
        problems, "; ".join(catalogue.advice(connection)) or "Nothing is missing, changed or added."
    )


def _named(label: str, kinds: tuple[str, ...]) -> dict[str, int]:
    """The things that entries of these kinds made, by their keys, with the entries' numbers."""
    made = Entry.objects.of_kinds(*kinds).filter(about__startswith=f"{label}:")
    return {about.partition(":")[2]: number for about, number in made.values_list("about", "number")}


def _rows(model: type[models.Model]) -> Iterator[str]:
    rows = model._base_manager.filter(tenant_id=tenancy.current())
    for (pk,) in rows.values_list("pk").iterator(chunk_size=AT_ONCE):
        yield str(pk)


def _erased(number: int) -> bool:
    return not Entry.objects.get(number=number).open()


def _unsafe(file: Path) -> Iterator[tuple[datetime, str, str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        found = LINE.fullmatch(line)
        if found is None:
            continue
        when, method, path, status, request = found.groups()
        if (status[0] == "2" or status == "303") and not NO_DEEDS.search(path):
            yield (
                datetime.strptime(when, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
                method,
                path,
                request or "",
            )


def _recorded_between(first: datetime, last: datetime) -> set[str]:
    near = Entry.objects.filter(at__gte=first - timedelta(minutes=5), at__lte=last + timedelta(minutes=5))
    return {entry.header["request"] for entry in near.iterator(chunk_size=AT_ONCE)}
