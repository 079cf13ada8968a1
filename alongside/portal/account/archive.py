"""Everything we hold about you: asked for, made meanwhile, and given for a day to nobody else.

Never while somebody helps, and asked for and taken only with a password that was confirmed just now.
"""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.authority import signed_in
from alongside.lib.addresses import inside
from alongside.people import actions as people
from alongside.people.http import Request
from alongside.people.retention import Retention
from alongside.portal.answers import see


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: Request) -> HttpResponse:
    _demand_oneself(request)
    if request.method == "POST":
        if not _confirmed(request):
            return see(_confirmation())
        people.ask_own_archive(request.acting)
        return see(inside("portal:archive"))
    found = people.own_archive(request.acting)
    context = {
        "archive": found,
        "days": Retention.of(request.tenant.options).archives,
        "making": found is not None and not found.made_at and found.job is not None and found.job.is_open,
        "confirmation": None if _confirmed(request) else _confirmation(),
    }
    return render(request, "portal/account/archive.html", context)


@signed_in
@require_safe
def download(request: Request) -> HttpResponse:
    """The file; that it was taken is recorded before it is sent."""
    _demand_oneself(request)
    if not _confirmed(request):
        return see(_confirmation())
    found = people.own_archive(request.acting)
    if found is None or found.made_at is None:
        raise Http404
    try:
        file = people.take_own_archive(request.acting, found)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, as_attachment=True, filename="everything-held-about-me.zip")
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Cache-Control"] = "no-store"
    return cast(HttpResponse, answer)


def _demand_oneself(request: Request) -> None:
    if request.acting.helping:
        raise Http404


def _confirmed(request: Request) -> bool:
    return bool(did_recently_reauthenticate(request))


def _confirmation() -> str:
    """Where the password is confirmed. From there one comes back to the page, not to what was asked for."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': inside('portal:archive')})}"
