"""Sign-ins that open some pages and no others: what somebody gets who came by a link.

    confine(request, ["/forms/permit/drafts/7c…/"])

Everywhere else they are not signed in. Signing in with a password ends it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

_KEY = "confined"
_LASTS = 4 * 3600  # seconds


def confine(request: HttpRequest, paths: Iterable[str]) -> None:
    """Of this sign-in, from now on only what lies below these paths is open, for some hours."""
    request.session[_KEY] = list(paths)
    request.session.set_expiry(_LASTS)


def widen(request: HttpRequest, path: str) -> None:
    """Open another path to a sign-in that is confined; any other opens it already."""
    if is_confined(request):
        request.session[_KEY] = [*request.session[_KEY], path]


def release(request: HttpRequest) -> None:
    """They signed in by themselves: everything is open."""
    if request.session.pop(_KEY, None) is not None:
        request.session.set_expiry(None)


def is_confined(request: HttpRequest) -> bool:
    return _KEY in request.session


def is_open(request: HttpRequest) -> bool:
    """Whether the page that is asked for is open to this sign-in."""
    return not is_confined(request) or request.path_info.startswith(tuple(request.session[_KEY]))
