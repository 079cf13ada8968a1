"""Rows that are written without the ORM are the rows that it would write."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.forms.models import model_to_dict

from alongside.assisting.acting import Acting
from alongside.lib import tenancy, written
from alongside.people.models import Person, Tenant
from alongside.workflow import actions as workflow
from alongside.workflow.models import Instance, Task, Timer
from alongside.workflow.tests.drawn import drawn, line
from tests.council import resident
from tests.council import setup as setup
from tests.council import tenant as tenant

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def begun(setup: Acting) -> Instance:
    plan = workflow.look_at(drawn(line("startEvent", "userTask", "endEvent")))
    workflow.deploy(setup, slug="bin", title="Bin", plan=plan, agreed=plan.mark)
    return workflow.start(Acting.alone(resident(setup, email="ann@example.com")), "bin")


def test_rows_are_those_that_the_orm_writes(setup: Acting, tenant: Tenant) -> None:
    instance = begun(setup)
    odd: dict[str, Any] = {"name": "Ünlü % %s ' \" \\", "problem": "", "created_at": AT, "attempts": 3}
    ours, theirs = (Task(pk=uuid.uuid4(), instance=instance, element="e", **odd) for _ in range(2))
    written.insert(ours)
    theirs.save(force_insert=True)
    ours.done_at = theirs.done_at = AT
    ours.assignee_id = theirs.assignee_id = instance.person_id
    written.update(ours, ("done_at", "assignee"))
    theirs.save(update_fields=["done_at", "assignee"])
    kept = [model_to_dict(Task.objects.get(pk=one.pk)) for one in (ours, theirs)]
    assert (kept[0], ours._state.adding) == (kept[1], False)
    instance.tokens = {"form": 2, "text": "ü\n%s \\ ☃", "none": None, "list": [1, 1.5, True]}
    written.update(instance, ("tokens",))
    assert Instance.objects.get(pk=instance.pk).tokens == instance.tokens
    written.insert(Timer(instance=instance, token=ours.pk, element="e", due_at=AT))  # the database's own id
    found = Timer.objects.get(token=ours.pk)
    assert (found.due_at, found.tenant_id, found.pk > 0) == (AT, tenant.pk, True)


def test_rows_of_another_tenant_are_not_there(setup: Acting) -> None:
    instance = begun(setup)
    instance.state = "stuck"
    with tenancy.within(-1), pytest.raises(DatabaseError), transaction.atomic():
        written.update(instance, ("state",))
    with pytest.raises(DatabaseError), transaction.atomic():
        written.insert(Person(pk=instance.person_id))
    assert Instance.objects.get(pk=instance.pk).state == "running"
