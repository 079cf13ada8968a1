"""A telephone system announces a call: signed, once, and without a number in any address."""

from __future__ import annotations

import json

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alongside.assisting.authority import public
from alongside.interactions.actions import calls
from alongside.lib.addresses import outside
from alongside.people.http import Request

WANTED = ("agent", "number", "channel", "service")


@public  # a signature lets in
@csrf_exempt  # no cookie is looked at
@require_POST
def announce(request: Request) -> HttpResponse:
    """`{"agent": "bob", "number": "+44 1632 960123"}`, and `channel` and `service` if they are known."""
    said = {
        name: request.headers.get(f"X-Alongside-{name}", "") for name in ("Key", "Time", "Nonce", "Signature")
    }
    try:
        key = calls.signed_by(
            said["Key"],
            timestamp=said["Time"],
            nonce=said["Nonce"],
            body=request.body,
            signed=said["Signature"],
        )
    except calls.Unsigned:
        return JsonResponse({"error": "A good signature is needed, used once."}, status=401)
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or not all(isinstance(sent.get(name, ""), str) for name in WANTED):
        return JsonResponse({"error": "Send an object with agent and number, as texts."}, status=400)
    try:
        pop = calls.announce(key, **{name: sent.get(name, "") for name in WANTED})
    except calls.NobodyThere:
        return JsonResponse({"error": "No agent has this user name."}, status=404)
    except calls.NotANumber:
        return JsonResponse({"error": "This is not a telephone number."}, status=400)
    return JsonResponse({"url": outside("console:call", pop.ref)}, status=201)
