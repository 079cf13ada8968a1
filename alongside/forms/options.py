"""What a tenant says of forms, each with a default: `options["forms"]`, read in this one place.

{"person_hands_in": true}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from alongside.lib import tenancy
from alongside.lib.compiled import compiled
from alongside.people.models import Tenant


def only_the_person_hands_in(options: Mapping[str, Any] | None = None) -> bool:
    """Whether whoever helps somebody prepares their forms, and leaves handing them in to the person; by
    what the tenant says now, or by these options of it."""
    if options is None:
        (options,) = _options(tenancy.current())
    said = options.get("forms")
    return isinstance(said, dict) and said.get("person_hands_in") is True


@compiled
def _options(tenant: int) -> QuerySet[Tenant, dict[str, Any]]:
    return Tenant.objects.filter(pk=tenant).values_list("options", flat=True)
