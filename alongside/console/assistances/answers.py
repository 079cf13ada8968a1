"""Where an agent is sent after helping or a contact has changed."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from alongside.lib.addresses import came_from, own_path
from alongside.people.http import Request


def see(path: str) -> HttpResponse:
    """Go on to a path of this site, by GET whatever the request was."""
    answer = HttpResponseRedirect(path)
    answer.status_code = 303
    return answer


def back(request: Request, *, otherwise: str) -> HttpResponse:
    """Go back to where the agent was: what the form said, else the page that sent it."""
    return see(own_path(request.POST.get("next")) or came_from(request) or otherwise)
