"""The house as an app that browsers install: its manifest, and a page for when the network is away."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from alongside.assisting.authority import public
from alongside.people.http import Request

HOUR = "public, max-age=3600"


@public
@require_safe
def manifest(request: Request) -> HttpResponse:
    told = {
        "id": "/",
        "name": request.tenant.name,
        "short_name": request.tenant.name[:12],
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5c66",
        "icons": [{"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    answer = JsonResponse(told, content_type="application/manifest+json")
    answer["Cache-Control"] = HOUR
    return answer


@public
@require_safe
def worker(request: Request) -> HttpResponse:
    """The script that shows `away` when a page cannot be reached. It keeps nothing else: pages hold what is
    people's own."""
    context = {"style": static("ui/ui.css")}
    answer = render(request, "portal/calls/worker.js", context, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@public
@require_safe
def away(request: Request) -> HttpResponse:
    answer = render(request, "portal/calls/away.html", {"style": static("ui/ui.css")})
    answer["Cache-Control"] = HOUR
    return answer
