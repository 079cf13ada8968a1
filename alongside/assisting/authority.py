"""Who may come in by a door: each view says it, and a test walks every address to see that it does.

These marks only keep out those who have no business at a door; what may be done there is decided by
the power that the action asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse

from alongside.assisting.http import Request
from alongside.assisting.powers import Power

P = ParamSpec("P")
R = TypeVar("R", bound=Request)
View = Callable[Concatenate[R, P], HttpResponse]


def signed_in(view: View[R, P]) -> View[R, P]:
    """Anybody who is signed in; others are asked to sign in and come back."""

    @wraps(view)
    def door(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return _marked(door, "signed in")


def staff(power: Power) -> Callable[[View[R, P]], View[R, P]]:
    """Only those whose roles hold the right of this power; to everybody else the page does not exist."""

    def mark(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def door(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if power.right not in request.acting.actor.standing.rights:
                raise Http404
            return view(request, *args, **kwargs)

        return _marked(door, power.name)

    return mark


def public(view: View[R, P]) -> View[R, P]:
    """Everybody, signed in or not."""
    return _marked(view, "public")


def of(view: Callable[..., Any]) -> str | None:
    """The mark of a view, or None where somebody forgot it."""
    return getattr(view, "authority", None)


def _marked(view: View[R, P], authority: str) -> View[R, P]:
    view.authority = authority  # type: ignore[attr-defined]  # functions carry what is said of them
    return view
