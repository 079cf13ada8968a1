"""The log of calls: what took place, who took part, what was written; own calls, or all (spec A31, A33)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import cast

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.calls import actions as calls
from alongside.calls.actions.exporting import EXPORT_LOG
from alongside.calls.actions.reporting import READ_REPORTS, WRITE_REPORT
from alongside.calls.actions.sharing import DELETE_MEDIA, DOWNLOAD_MEDIA
from alongside.calls.models import Call, Media, Participant, Report
from alongside.calls.powers import OUTSIDE, SEE_OWN_LOG, SEE_WHOLE_LOG
from alongside.console.cases import origins
from alongside.console.live.films import length_of
from alongside.lib import keyset
from alongside.people.http import Request
from alongside.people.moving import cells

SIZE = 50  # calls of a page
MOST = 5_000  # of a file
ORDER = ("-made_at", "-pk")
COLUMNS = ("About", "Kind", "Made by", "Made", "Begun", "Over", "End", "Took part", "Media")


@staff(OUTSIDE)
@require_safe
def log(request: Request) -> HttpResponse:
    """The calls that are over, the latest first; all of them where one may and asks for them."""
    whole = _whole(request)
    leaf = keyset.leaf(_with_people(_over(request, whole=whole)), ORDER, size=SIZE, asked=request.GET)
    context = {
        "leaf": leaf,
        "whole": whole,
        "may_all": bool(request.acting.may(SEE_WHOLE_LOG)),
        "may_own": bool(request.acting.may(SEE_OWN_LOG)),
        "may_export": bool(request.acting.may(EXPORT_LOG)),
    }
    return render(request, "console/live/log.html", context)


@staff(OUTSIDE)
@require_safe
def entry(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """One call with everything that is kept of it."""
    found = entry_of(request, call_id)
    subjects = list(found.subjects.select_related("person").order_by("made_at"))
    whose = subjects[0].person if subjects else None
    media = list(found.media.in_order().select_related("participant", "deleted_by"))
    context = {
        "media": [(one, length_of(one)) for one in media],
        "may": {
            "download": bool(request.acting.may(DOWNLOAD_MEDIA)),
            "delete": bool(request.acting.may(DELETE_MEDIA)),
            "report": bool(request.acting.may(WRITE_REPORT)),
            "read": bool(request.acting.may(READ_REPORTS)),
        },
        "reports": list(Report.objects.there().filter(call=found).order_by("made_at")),
        "subjects": subjects,
        "call": found,
        "raised": origins.raised_from(request.acting, found),
        "raising": origins.raising_address(found, whose, request.acting),
        "people": list(found.participants.order_by("joined_at", "pk")),
        "invitations": list(found.invitations.order_by("made_at")),
        "said": list(found.messages.select_related("participant").order_by("said_at", "pk")),
    }
    return render(request, "console/live/log_call.html", context)


def entry_of(request: Request, call_id: uuid.UUID) -> Call:
    """A call of the log that one may see; raises `Http404`."""
    whole = bool(request.acting.may(SEE_WHOLE_LOG))
    if not whole and not request.acting.may(SEE_OWN_LOG):
        raise Http404
    found = _over(request, whole=whole).filter(pk=call_id).select_related("organiser").first()
    if found is None:
        raise Http404
    return found


@staff(EXPORT_LOG)
@require_POST
def export(request: Request) -> HttpResponse:
    """The log as a table, the latest calls first."""
    whole = _whole(request)
    found = list(_with_people(_over(request, whole=whole)).order_by(*ORDER)[:MOST])
    calls.note_export(request.acting, calls=len(found), whole=whole)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="calls.csv"'
    answer.write(cells.line(COLUMNS))
    for call in found:
        answer.write(cells.line(_told(call)))
    return answer


def _whole(request: Request) -> bool:
    """Whether all calls are meant: asked for, or all that one may see. Raises `Http404` for who sees none."""
    acting = request.acting
    own, every = bool(acting.may(SEE_OWN_LOG)), bool(acting.may(SEE_WHOLE_LOG))
    if not own and not every:
        raise Http404
    return every and (not own or request.GET.get("calls") == "all")


def _over(request: Request, *, whole: bool) -> QuerySet[Call]:
    over = Call.objects.over()
    return cast("QuerySet[Call]", over if whole else over.with_(request.acting.actor.id))


def _with_people(found: QuerySet[Call]) -> QuerySet[Call]:
    came = Participant.objects.filter(joined_at__isnull=False).order_by("joined_at", "pk")
    return found.select_related("organiser").prefetch_related(
        Prefetch("participants", queryset=came, to_attr="came"),
        Prefetch("media", queryset=Media.objects.in_order(), to_attr="kept"),
    )


def _told(call: Call) -> list[str]:
    times = [timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "" for at in _times(call)]
    took = ", ".join(one.name for one in getattr(call, "came", ()))
    kept = ", ".join(one.name + (" (deleted)" if one.deleted_at else "") for one in getattr(call, "kept", ()))
    kind, why = call.get_kind_display(), call.get_end_reason_display()
    return [call.title, kind, call.organiser.name, *times, why, took, kept]


def _times(call: Call) -> tuple[datetime | None, ...]:
    return call.made_at, call.begun_at, call.over_at
