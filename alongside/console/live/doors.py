"""The door of the pages of calls: a permission works only together with those it rests on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from alongside.assisting.authority import staff
from alongside.assisting.powers import Power
from alongside.people.http import Request

View = Callable[..., HttpResponse]


def expert(power: Power) -> Callable[[View], View]:
    """Only those who hold the right of this power and what it rests on."""

    def mark(view: View) -> View:
        @staff(power)
        @wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.acting.may(power):
                raise Http404
            return view(request, *args, **kwargs)

        return door

    return mark
