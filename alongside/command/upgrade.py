"""What follows `alongside migrate`: the house's own signatures get the rights of this release."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Role, Tenant


def tell() -> None:
    """Finish the upgrade, and say what is left to do."""
    for line in finish():
        print(line)


def finish() -> list[str]:
    """Let automatic work do what this release asks of it, in every tenant; what is left to the administrator.

    The other standard roles may have been changed on purpose, so they are only named.
    """
    left: list[str] = []
    for tenant in Tenant.objects.order_by("domain"):
        with tenancy.within(tenant.pk):
            behind = roles.behind(dict(Role.objects.values_list("name", "rights")))
            if roles.SYSTEM in behind:
                people.reset_roles(Acting.alone(people.system(tenant)), [roles.SYSTEM])
            others = [name for name in behind if name != roles.SYSTEM]
            if others:
                left.append(
                    f"{tenant.name}: these roles lack rights of this release: {', '.join(others)}."
                    f" `alongside people roles --tenant {tenant.domain}` gives them."
                )
    return left
