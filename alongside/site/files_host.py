"""The host that gives out files which people sent, where one is said: without sessions, pages and cookies."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.ui import saving

View = Callable[[HttpRequest], HttpResponseBase]


def middleware(get_response: View) -> View:
    """First of all but the one for TLS, so that nothing else answers there."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return saving.answered(request) if saving.is_for_files(request) else get_response(request)

    return answer
