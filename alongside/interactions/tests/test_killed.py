"""Taking contacts over is killed at random moments, again and again, and carried on: none lost, none twice.

ALONGSIDE_KILLS and ALONGSIDE_KILLED_ROWS make it heavier.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import time
import uuid

import pytest

from alongside.assisting.acting import Acting
from alongside.command.bench.forked import forked
from alongside.history.models import Entry
from alongside.interactions import actions as interactions
from alongside.interactions import contact_files
from alongside.interactions.actions import contact_files as taking
from alongside.interactions.actions.recounting import Count
from alongside.interactions.models import Interaction
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job, State
from alongside.lib import tenancy
from alongside.people import actions as people

pytestmark = pytest.mark.committed

KILLS = int(os.environ.get("ALONGSIDE_KILLS", "4"))
ROWS = int(os.environ.get("ALONGSIDE_KILLED_ROWS", "2400"))
WRONG = 97  # each document with this number or a multiple of it


def test_each_contact_is_kept_once(vendor: str) -> None:
    tenant = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    chance, killed = random.Random(7), 0
    with tenancy.within(tenant.pk):
        setup = Acting.alone(people.system(tenant))
        ivy = people.register(setup, given_name="Ivy", family_name="Agent")
        job = taking.receive(setup, _file(ivy.pk), file_name="history.json", only_look=False)
        while killed < KILLS and Job.objects.get(pk=job.pk).is_open:
            killed += _killed_after(job, chance.uniform(0.02, 0.5))
        found = jobs.run_here(Job.objects.get(pk=job.pk))
        assert (found.state, killed > 1) == (State.DONE, True), "it was too fast to be killed: more rows"

        kept = set(Interaction.objects.values_list("note", flat=True))
        assert kept == {str(number) for number in range(1, ROWS + 1) if number % WRONG}
        assert Interaction.objects.count() == len(kept) == found.result["kept"]
        assert interactions.recounted()[0] == Count(len(kept), wrong=0)
        told = [one.open().data["contacts"] for one in Entry.objects.of_kinds("interactions.taken_over")]
        assert sum(told) == len(kept)
        lines = contact_files.errors_of(uuid.UUID(job.payload["file"])).read_text().splitlines()
        assert [json.loads(line)["number"] for line in lines] == list(range(WRONG, ROWS + 1, WRONG))


def _file(agent: int) -> io.BytesIO:
    def document(number: int) -> dict[str, object]:
        who = "nobody" if number % WRONG == 0 else str(agent)
        identity = f"00000000-0000-4000-8000-{number:012d}"
        subject = {"userId": who, "channel": "phone", "description": str(number)}
        return {"id": identity, "created": 1_700_000_000_000 + number * 60_000, "subject": subject}

    return io.BytesIO("\n".join(json.dumps(document(one + 1)) for one in range(ROWS)).encode())


def _killed_after(job: Job, seconds: float) -> bool:
    """Let another process run the job, and kill it; whether it was killed before the end."""
    process = forked(lambda: jobs.run_here(Job.objects.get(pk=job.pk)))
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])
