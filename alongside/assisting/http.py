"""The request as our views see it."""

from __future__ import annotations

from django.http import HttpRequest

from alongside.assisting.acting import Acting


class Request(HttpRequest):
    """A request of somebody who is signed in: `acting` says who acts and for whom."""

    acting: Acting
