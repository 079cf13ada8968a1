"""Keys by which telephone systems sign."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.interactions.actions import calls
from alongside.interactions.actions.calls import MAKE_CALL_KEY, REVOKE_CALL_KEY
from alongside.interactions.models import CallKey
from alongside.people.http import Request


@staff(MAKE_CALL_KEY)
@require_http_methods(["GET", "POST"])
def keys(request: Request) -> HttpResponse:
    """All keys; a POST makes one, and its secret is on the answer and never again."""
    made, secret, problem = None, "", ""
    if request.method == "POST":
        try:
            made, secret = calls.make_call_key(request.acting, request.POST.get("name", ""))
        except ValueError as wrong:
            problem = str(wrong)
    known = CallKey.objects.select_related("maker").order_by("-made_at")
    context = {
        "keys": list(known),
        "made": made,
        "secret": secret,
        "problem": problem,
        "typed": request.POST.get("name", "") if problem else "",
        "address": request.build_absolute_uri("/api/calls/"),
    }
    answer = render(request, "console/calls/keys.html", context, status=422 if problem else 200)
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer


@staff(REVOKE_CALL_KEY)
@require_POST
def revoke(request: Request, key_id: uuid.UUID) -> HttpResponse:
    try:
        calls.revoke_call_key(request.acting, key_id)
    except CallKey.DoesNotExist:
        raise Http404 from None
    messages.success(request, "That telephone system announces no more calls.")
    return see_other("call_keys")
