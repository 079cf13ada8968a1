"""Processes that are killed while they run a job: another goes on, and nothing is missing or twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.db import connection

from alongside.assisting.acting import Acting
from alongside.history.report import Level
from alongside.history.verify import verify
from alongside.jobs import actions
from alongside.jobs.models import Job, State
from alongside.jobs.tests.counting import COUNTING, counted, counting
from alongside.lib import tenancy
from alongside.people import actions as people
from tests.databases import Databases

pytestmark = pytest.mark.committed

ROOT = Path(__file__).resolve().parents[3]
NUMBERS, KILLS = 60, 5

PROCESS = """
import sys
import django
django.setup()
from alongside.jobs import actions
from alongside.jobs.tests.counting import counting
from alongside.lib import tenancy
with counting(), tenancy.within(int(sys.argv[1])):
    job = actions.take()
    print("taken", flush=True)
    while job is not None and actions.carry_on(job):
        pass
"""


def test_what_a_killed_process_did_is_neither_lost_nor_done_twice(databases: Databases, vendor: str) -> None:
    tenant = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(tenant.pk):
        with counting():
            job = actions.ask(Acting.alone(people.system(tenant)), COUNTING, payload={"to": NUMBERS})
        connection.close()
        chance = random.Random(7)
        for _ in range(KILLS):
            process = _start(databases.urls[vendor], tenant.pk)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
            process.wait()
        assert _start(databases.urls[vendor], tenant.pk).wait(timeout=60) == 0

        assert Job.objects.get(pk=job.pk).state == State.DONE
        assert counted() == sorted(f"N{number}" for number in range(1, NUMBERS + 1))
        assert [
            finding.says for finding in verify(tenant.pk).findings if finding.level is Level.TAMPERED
        ] == []


def _start(database: str, tenant: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", PROCESS, str(tenant)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
