"""Who acts, and for whom: read from the address of every request.

`/for/<assistance>/…` are the portal's pages for the person who is being helped. The prefix moves
into the script name, so that every link and redirect keeps it. Everything else is the actor's own.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix, set_urlconf

from alongside.assisting import facts
from alongside.assisting.acting import Acting, Source
from alongside.assisting.actions import end, keep_alive
from alongside.assisting.confining import is_open
from alongside.assisting.http import Request
from alongside.assisting.models import Assistance, AssistanceQuerySet, EndReason
from alongside.assisting.parties import Party
from alongside.assisting.rules import may_act
from alongside.lib import clock, ids
from alongside.lib.compiled import compiled
from alongside.lib.network import truncated

MOUNT = re.compile(r"^/for/(?P<assistance>[0-9a-f-]{36})(?=/)")

# What pages of forms send beside what somebody typed; it comes along, and is not shown.
PLUMBING = ("draft", "then", "carried")

View = Callable[[Request], HttpResponse]


def acting(get_response: View) -> View:
    """Middleware: gives every signed-in request its `request.acting`, and keeps the answers out of
    every cache: Back must not show somebody who is no longer being helped (security.md T-09)."""

    def middleware(request: Request) -> HttpResponse:
        mount = MOUNT.match(request.path_info)
        user = get_user(request)
        if user.is_authenticated and not is_open(request):
            request.user = user = AnonymousUser()
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path()) if mount else get_response(request)
        request.user = user  # itself: Django's stands for it, and is asked two hundred times a page
        request.acting = Acting.alone(cast(Party, user), source(request))
        response = get_response(request) if mount is None else mounted(request, mount)
        response["Cache-Control"] = "no-store"
        response["X-Request-Id"] = request.acting.source.request_id  # for the access log
        return response

    def mounted(request: Request, mount: re.Match[str]) -> HttpResponse:
        assistance = _find(request, mount["assistance"])
        _end_if_due(request, assistance)
        if not assistance.is_open:
            return ended(request, assistance)
        keep_alive(assistance)
        request.acting = Acting(request.acting.actor, assistance.person, assistance, request.acting.source)
        house = get_script_prefix()
        _enter(request, mount.group())
        try:
            return get_response(request)
        finally:  # whatever else this thread does lies outside again
            set_script_prefix(house)
            set_urlconf(None)

    return middleware


def source(request: Request) -> Source:
    """Where a request came from, as history keeps it."""
    return Source(
        session=sitting(request),
        request_id=uuid.uuid4().hex,
        address=truncated(request.META.get("REMOTE_ADDR", "")),
    )


def sitting(request: Request) -> str:
    """The SHA-256 of a secret that lives as long as this sign-in (the session's key changes within it)."""
    secret = request.session.get("sitting")
    if secret is None:
        secret = request.session["sitting"] = ids.random_id().hex
    return hashlib.sha256(secret.encode()).hexdigest()


def _find(request: Request, text: str) -> Assistance:
    """The actor's own assistance from this very sign-in; anybody else's is simply not found."""
    acting = request.acting
    try:
        found = _own.first(uuid.UUID(text), acting.actor.id, acting.source.session)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


@compiled
def _own(assistance: uuid.UUID, agent: int, session: str) -> AssistanceQuerySet:
    mine = Assistance.objects.of_agent(agent).filter(pk=assistance, session=session)
    return mine.with_people()


def _end_if_due(request: Request, assistance: Assistance) -> None:
    if not assistance.is_open:
        return
    why = assistance.overdue(clock.now())
    if why is None and not may_act(facts.may_act_facts(request.acting.actor, assistance.person)):
        why = EndReason.REVOKED
    if why is not None:
        end(request.acting, assistance, why)


def _enter(request: Request, prefix: str) -> None:
    """Mount the portal below the assistance: only its pages exist there."""
    request.path_info = request.path_info[len(prefix) :]
    request.META["SCRIPT_NAME"] = request.META.get("SCRIPT_NAME", "") + prefix
    set_script_prefix(get_script_prefix().rstrip("/") + prefix + "/")
    request.urlconf = settings.ASSISTED_URLCONF
    set_urlconf(settings.ASSISTED_URLCONF)


def ended(request: Request, assistance: Assistance) -> HttpResponse:
    """The answer to a page that outlived its assistance: names both people, keeps what was typed,
    and changes nothing (security.md T-08)."""
    now = Assistance.objects.open().of_agent(request.acting.actor.id).with_people().first()
    typed = [
        (name, value)
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "password")
        for value in request.POST.getlist(name)
    ]
    return render(
        request,
        "assisting/ended.html",
        {
            "assistance": assistance,
            "now": now,
            "typed": typed,
            "shown": [(name, value) for name, value in typed if name not in PLUMBING],
            "back": _below_the_mount(request),
        },
        status=409,
    )


def _below_the_mount(request: Request) -> str:
    """Where somebody was in the person's pages: a path, with its query."""
    query = request.META.get("QUERY_STRING", "")
    return MOUNT.sub("", request.path_info) + (f"?{query}" if query else "")
