from __future__ import annotations

import uuid

import pytest

from alongside.command import upgrade
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Role

pytestmark = pytest.mark.django_db


def test_the_houses_signatures_get_the_rights_of_a_release_and_other_roles_are_named() -> None:
    tenant = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(tenant.pk):
        older = {"rights": ["people.create_system", "people.reset_roles"]}
        Role.objects.filter(name__in=[roles.SYSTEM, "Agent"]).update(**older)

    said = [line for line in upgrade.finish() if tenant.domain in line]

    assert said == [
        "Port Alder Council: these roles lack rights of this release: Agent."
        f" `alongside people roles --tenant {tenant.domain}` gives them."
    ]
    with tenancy.within(tenant.pk):
        rights = {role.name: set(role.rights) for role in Role.objects.all()}
    assert rights[roles.SYSTEM] == set(roles.STANDARD[roles.SYSTEM])
    assert rights["Agent"] == set(older["rights"])
