"""Which tenant a request is for: the one whose domain it names."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpResponse
from django.http.request import split_domain_port

from alongside.lib import tenancy
from alongside.people.http import Request
from alongside.people.models import Tenant

View = Callable[[Request], HttpResponse]

KEPT_FOR = 10.0  # seconds a look-up is kept; a renamed tenant is served within that time
_kept: dict[str, tuple[float, Tenant | None]] = {}


def tenant(get_response: View) -> View:
    """Middleware: opens the tenant for the request, before anything asks who is signed in."""

    def middleware(request: Request) -> HttpResponse:
        found = of_host(split_domain_port(request.get_host())[0])
        if found is None:
            return HttpResponse("No tenant answers at this address.\n", status=404, content_type="text/plain")
        request.tenant = found
        with tenancy.within(found.pk):
            return get_response(request)

    return middleware


def of_host(host: str) -> Tenant | None:
    """The tenant with this domain; else the only tenant of the house, else none."""
    moment = time.monotonic()
    kept = _kept.get(host)
    if kept is not None and moment - kept[0] < KEPT_FOR:
        return kept[1]
    found = Tenant.objects.filter(domain=host).first()
    if found is None and len(tenants := list(Tenant.objects.all()[:2])) == 1:
        found = tenants[0]
    if len(_kept) > 1000:
        _kept.clear()
    _kept[host] = (moment, found)
    return found
