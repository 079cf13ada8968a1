"""Answers that every slice of the console gives."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from alongside.lib.addresses import inside


def see_other(name: str, query: Mapping[str, str] | None = None, **address: object) -> HttpResponse:
    """Go on to a page of the console, by GET whatever the request was."""
    target = inside(f"console:{name}", **address)
    answer = HttpResponseRedirect(f"{target}?{urlencode(query)}" if query else target)
    answer.status_code = 303
    return answer
