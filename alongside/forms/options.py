"""What a tenant says of forms, each with a default: `options["forms"]`, read in this one place.

{"person_hands_in": true}
"""

from __future__ import annotations

from alongside.lib import tenancy
from alongside.people.models import Tenant


def only_the_person_hands_in() -> bool:
    """Whether whoever helps somebody prepares their forms, and leaves handing them in to the person."""
    said = Tenant.objects.only("options").get(pk=tenancy.current()).options.get("forms")
    return isinstance(said, dict) and said.get("person_hands_in") is True
