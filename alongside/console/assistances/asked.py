"""How a wish to help came in: what the rules ask of the request itself (security.md 1.5.2)."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from alongside.assisting import actions as assisting
from alongside.lib import clock
from alongside.people.http import Request


def as_asked(request: Request) -> assisting.Request:
    """What the door knows of the request. A forged one does not get this far: the middleware refuses it."""
    return assisting.Request(
        post=request.method == "POST",
        csrf=True,
        same_origin=same_origin(request),
        second_factor_fresh=second_factor_fresh(request),
    )


def as_if_asked(request: Request) -> assisting.Request:
    """The same, for a page that only tells what a POST from it would be answered."""
    return assisting.Request(second_factor_fresh=second_factor_fresh(request))


def same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this host, or the person at it, sent the request."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False


def second_factor_fresh(request: Request) -> bool:
    """Whether the second factor was used lately by whoever has one, or must have one."""
    if not must_confirm(request):
        return True
    oldest = (clock.now() - settings.SECOND_FACTOR_FRESH).timestamp()
    return any(
        record.get("method") == "mfa" and record.get("at", 0) >= oldest
        for record in get_authentication_records(request, request.user)
    )


def must_confirm(request: Request) -> bool:
    return request.tenant.options.get("second_factor") == "required" or has_second_factor(request)


def has_second_factor(request: Request) -> bool:
    return bool(is_mfa_enabled(request.user))
