"""Every row has its tenant, and a query that does not say which one raises.

`within(tenant_id)` opens a tenant for the present thread or task; managers made from
`TenantQuerySet` read only its rows. Work that is about the house itself, not about one
tenant (migrations, verification, the host-name look-up) says `Model.everywhere`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)

_tenant: ContextVar[int | None] = ContextVar("tenant", default=None)


class Unscoped(RuntimeError):
    """A query would have read the rows of every tenant."""


def current() -> int:
    """The id of the tenant in whose name work is being done; raises `Unscoped` outside `within`."""
    tenant_id = _tenant.get()
    if tenant_id is None:
        raise Unscoped("no tenant is open here: wrap the work in tenancy.within(tenant_id)")
    return tenant_id


def open_tenant() -> int | None:
    """The id of the open tenant, or None outside `within`."""
    return _tenant.get()


def of_new_rows() -> int | None:
    """The default of a row's tenant. Where none is open the row stays without one, and the database
    refuses to keep it."""
    return _tenant.get()


@contextmanager
def within(tenant_id: int) -> Iterator[None]:
    """Open a tenant for the body. Nested tenants are allowed; the inner one counts."""
    token = _tenant.set(tenant_id)
    try:
        yield
    finally:
        _tenant.reset(token)


class TenantManager(models.Manager[Row]):
    """Reads only the open tenant's rows; raises `Unscoped` when none is open."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(tenant_id=current())
