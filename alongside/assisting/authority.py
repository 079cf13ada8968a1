"""Who may come in by a door: each view says it, and a test walks every address to see that it does.

These marks only keep out those who have no business at a door; what may be done there is decided by
the power that the action asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.http.response import HttpResponseBase

from alongside.assisting.http import Request
from alongside.assisting.powers import Power

Marked = TypeVar("Marked", bound=Callable[..., HttpResponseBase])


def signed_in(view: Marked) -> Marked:
    """Anybody who is signed in; others are asked to sign in and come back."""

    @wraps(view)
    def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return _marked(cast(Marked, door), "signed in")


def staff(power: Power) -> Callable[[Marked], Marked]:
    """Only those whose roles hold the right of this power; to everybody else the page does not exist."""

    def mark(view: Marked) -> Marked:
        @wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if power.right not in request.acting.actor.standing.rights:
                raise Http404
            return view(request, *args, **kwargs)

        return _marked(cast(Marked, door), power.name)

    return mark


def public(view: Marked) -> Marked:
    """Everybody, signed in or not."""
    return _marked(view, "public")


def of(view: Callable[..., Any]) -> str | None:
    """The mark of a view, or None where somebody forgot it."""
    return getattr(view, "authority", None)


def _marked(view: Marked, authority: str) -> Marked:
    view.authority = authority  # type: ignore[attr-defined]  # functions carry what is said of them
    return view
