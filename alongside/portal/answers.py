"""Answers that every slice of the portal gives."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect


def see(address: str) -> HttpResponse:
    """Go on to an address of this site, by GET whatever the request was."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer
