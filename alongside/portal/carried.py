"""Pages that come back with what was typed into them while nobody was being helped any more."""

from __future__ import annotations

from alongside.people.http import Request


def acts(request: Request) -> bool:
    """Whether the page was sent to be acted on. One that was carried over from a sitting that had ended
    is shown again with what was typed instead, for somebody to look through (security.md T-08)."""
    return request.method == "POST" and not carried(request)


def carried(request: Request) -> bool:
    """Whether what was typed was carried over."""
    return request.method == "POST" and "yes" in (request.GET.get("carried"), request.POST.get("carried"))
