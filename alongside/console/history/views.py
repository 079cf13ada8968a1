"""The log as auditors read it. Every look at it is recorded before it is shown."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.assisting.sentences import sentence
from alongside.console.answers import see_other
from alongside.console.history.actions import AUDIT, read
from alongside.console.history.actions import export as record_export
from alongside.console.history.exporting import FORMATS, parts
from alongside.console.history.inputs import Filters
from alongside.console.moving.streaming import streamed
from alongside.history import events, goss
from alongside.history.models import Entry, Head
from alongside.history.signing import Desk
from alongside.history.telling import tell
from alongside.lib.addresses import inside
from alongside.people.http import Request

PAGE = 50  # entries
LARGEST = 2**63 - 1

_number_of = attrgetter("number")


@dataclass(frozen=True)
class Line:
    """A line of the timeline."""

    at: datetime
    sentence: str
    link: str
    note: str


@staff(AUDIT)
@require_safe
def timeline(request: Request) -> HttpResponse:
    """Entries from the newest, fifty at a time: `before` and `after` are numbers of entries."""
    filters = Filters(request.GET)
    if not filters.is_valid():
        return _page(request, filters, [], status=422)
    if filters.named:
        return see_other("history", filters.said())
    read(request.acting, "a page", filters.said())
    return _page(request, filters, _entries(request, filters))


@staff(AUDIT)
@require_POST
def export(request: Request) -> HttpResponseBase:
    """What the filters leave, as a file: every entry up to now, and that it was taken is the next one."""
    filters = Filters(request.POST)
    format = request.POST.get("format", "csv")
    if format not in FORMATS or not filters.is_valid():
        return _page(request, filters, [], status=422)
    tenant = request.tenant.pk
    end = Head.objects.get().size
    record_export(request.acting, format, filters.said(), end=end)
    found = parts(tenant, filters.of, end=end, format=format)
    return streamed(tenant, found, name=f"history.{format}", format=format)


@staff(AUDIT)
@require_safe
def entry(request: Request, number: int) -> HttpResponse:
    """One entry: what its header says openly, and what is sealed."""
    found = _entry(request, number)
    contents = found.open()
    return render(
        request,
        "console/history/entry.html",
        {
            "entry": found,
            "sentence": tell(found, contents),
            "title": _title(found),
            "header": found.header,
            "rule": sentence(found.header["rule"]),
            "contents": contents,
            "payload": _pretty(dataclasses.asdict(contents)) if contents else "",
            "hash": bytes(found.leaf_hash).hex(),
        },
    )


@staff(AUDIT)
@require_safe
def download(request: Request, number: int) -> HttpResponse:
    """One entry as JSON: as it is, or with `?shape=goss` in the shapes of GOSS (spec G33, G42–G45)."""
    found = _entry(request, number)
    if request.GET.get("shape") == "goss":
        shapes = _goss(found, request.tenant.name)
        name = f"entry-{number}-goss.json"
    else:
        contents = found.open()
        opened = dataclasses.asdict(contents) if contents else "erased"
        shapes = {"sentence": tell(found, contents), "header": found.header, "contents": opened}
        name = f"entry-{number}.json"
    answer = JsonResponse(shapes, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _entries(request: Request, filters: Filters) -> list[Entry]:
    """At most one more than a page, the newest first."""
    lists = filters.apart(Entry.objects.all())
    after, before = _number(request.GET.get("after")), _number(request.GET.get("before"))
    if after is not None:
        read_from = [list(one.filter(number__gt=after).oldest_first()[: PAGE + 1]) for one in lists]
        return sorted(chain(*read_from), key=_number_of)[: PAGE + 1][::-1]
    if before is not None:
        lists = [one.filter(number__lt=before) for one in lists]
    newest = [list(one.newest_first()[: PAGE + 1]) for one in lists]
    return sorted(chain(*newest), key=_number_of, reverse=True)[: PAGE + 1]


def _page(request: Request, filters: Filters, entries: list[Entry], *, status: int = 200) -> HttpResponse:
    turned_back = _number(request.GET.get("after")) is not None
    more = len(entries) > PAGE
    shown = entries[1:] if more and turned_back else entries[:PAGE]
    newer = shown and (more if turned_back else _number(request.GET.get("before")) is not None)
    older = shown and (more or turned_back)
    said = filters.said() if filters.is_valid() else {}
    context = {
        "filters": filters,
        "lines": [line_of(one) for one in shown],
        "newer": _turn(said, after=shown[0].number) if newer else None,
        "older": _turn(said, before=shown[-1].number) if older else None,
        "asked": bool(said),
        "said": said,
        "signed": signed_until(request.tenant.pk),
    }
    return render(request, "console/history/timeline.html", context, status=status)


def _turn(said: dict[str, str], **place: int) -> str:
    numbers = {name: str(number) for name, number in place.items()}
    return f"{inside('console:history')}?{urlencode(said | numbers)}"


def line_of(entry: Entry) -> Line:
    link = inside("console:entry", entry.number)
    refused = " · refused" if entry.header["outcome"] == "refused" else ""
    return Line(entry.at, tell(entry), link, f"{entry.number} · {_title(entry)}{refused}")


def _title(entry: Entry) -> str:
    event = events.named(entry.kind)
    return event.title if event else entry.kind


def _entry(request: Request, number: int) -> Entry:
    """The entry, and that it was looked at."""
    found: Entry | None = Entry.objects.filter(number=number).first()
    if found is None:
        raise Http404
    read(request.acting, f"entry {number}", {"number": str(number)})
    return found


def _goss(entry: Entry, tenant: str) -> dict[str, object]:
    shapes: dict[str, object] = {"history": goss.history_event(entry)}
    if entry.kind in goss.AUDITED:
        shapes["audit"] = goss.audit_record(entry, subsite=tenant)
    return shapes


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and int(text) <= LARGEST else None


def signed_until(tenant_id: int) -> int | None:
    """How many entries the signer has signed; None where it never did."""
    return Desk(Path(settings.SIGNER), ()).signed_size(tenant_id)
