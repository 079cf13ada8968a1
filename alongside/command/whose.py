"""Whose house a command is for."""

from __future__ import annotations

from alongside.people.models import Tenant


class Unknown(Exception):
    """What was asked for is not there; the message says what is."""


def tenant_named(domain: str | None) -> Tenant:
    """The tenant of this domain; the only one where none is said. Raises `Unknown`."""
    tenants = {tenant.domain: tenant for tenant in Tenant.objects.order_by("domain")}
    if domain is None and len(tenants) == 1:
        return next(iter(tenants.values()))
    if domain in tenants:
        return tenants[domain]
    known = ", ".join(tenants) or "none yet"
    raise Unknown(f"Say whose people with --tenant. There are: {known}.")
