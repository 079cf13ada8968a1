"""The request as the doors see it, with the people of this house."""

from __future__ import annotations

from alongside.assisting import http
from alongside.people.models import Person, Tenant


class Request(http.Request):
    """A request of a signed-in person to a tenant."""

    user: Person
    tenant: Tenant
