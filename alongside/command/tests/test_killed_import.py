"""An import that is killed at random moments, again and again, and carried on: nobody lost, nobody twice.

ALONGSIDE_KILLS and ALONGSIDE_KILLED_ROWS make it heavier: 200 kills of 100,000 rows take some minutes.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
import uuid
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from alongside.command import population
from alongside.history.models import Entry
from alongside.history.report import Level
from alongside.history.verify import verify
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people import queries
from alongside.people.fields import values_of
from alongside.people.kept_keys import kept_keys
from alongside.people.models import Import, Person, ProfileField, SearchKey, SegmentMember, Stage, WrongRow
from tests.databases import Databases

pytestmark = pytest.mark.committed

KILLS = int(os.environ.get("ALONGSIDE_KILLS", "5"))
ROWS = int(os.environ.get("ALONGSIDE_KILLED_ROWS", "1500"))
ROOT = Path(__file__).resolve().parents[3]
EVERY_WRONG = 97  # each row with this number or a multiple of it


def test_whoever_is_in_the_file_is_registered_once(databases: Databases, vendor: str, tmp_path: Path) -> None:
    tenant = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    file, wanted = written(tmp_path)
    chance = random.Random(11)
    kills = 0
    connection.close()
    while kills < KILLS:
        process = start(file, tenant.domain, databases.urls[vendor], tmp_path)
        if chance.random() < 0.8:  # most of them when rows are being read, the others while it starts
            process.stderr.readline()  # type: ignore[union-attr]
            time.sleep(chance.uniform(0, ROWS / KILLS / 2_000))
        else:
            time.sleep(chance.uniform(0, 1.5))
        if process.poll() is not None:
            break
        process.kill()
        process.communicate()
        kills += 1
    last = start(file, tenant.domain, databases.urls[vendor], tmp_path)
    said = last.communicate(timeout=3600)[1]
    assert last.returncode == 0, said
    assert kills > KILLS / 2, "it was too fast to be killed: more rows are needed"

    with tenancy.within(tenant.pk):
        found = Counter(
            (person["given_name"], person["family_name"], person["profile"].get("account_number"))
            for person in Person.objects.real().values("given_name", "family_name", "profile").iterator()
        )
        assert found == wanted
        assert WrongRow.objects.count() == ROWS // EVERY_WRONG
        [one] = Import.objects.filter(stage=Stage.DONE)
        assert (one.rows, one.fitting, one.wrong) == (ROWS, wanted.total(), ROWS // EVERY_WRONG)
        demand_keys()
        demand_history(wanted.total())
        assert [one.says for one in verify(tenant.pk).findings if one.level is Level.TAMPERED] == []


def demand_keys() -> None:
    """Everybody has their keys and their segment, once."""
    fields = queries.plain(ProfileField.objects.all())
    people_ids = []
    for person in Person.objects.real().iterator():
        people_ids.append(person.pk)
        stored = list(SearchKey.objects.filter(person_id=person.pk).values_list("key", flat=True))
        assert sorted(stored) == sorted(kept_keys(fields, values_of(person)))
    members = SegmentMember.objects.filter(person__in=Person.objects.real())
    assert members.count() == len(people_ids)


def demand_history(total: int) -> None:
    """The entries account for every row once, in order."""
    entries = Entry.objects.of_kinds("people.people_imported").oldest_first()
    told = [entry.open().data for entry in entries]
    assert sum(one["people"] for one in told) == total
    ends = [1] + [one["last"] for one in told]
    assert [one["first"] for one in told] == [end + 1 for end in ends[:-1]]
    assert Entry.objects.of_kinds("people.import_ended").count() == 1


def written(folder: Path) -> tuple[Path, Counter[tuple[str, str, str | None]]]:
    """A file of people, some of whom do not fit; and those who do."""
    path = folder / "people.csv"
    wanted: Counter[tuple[str, str, str | None]] = Counter()
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Given name", "Family name", "Date of birth", "E-mail", "Account number", "Address"])
        for number, one in enumerate(population.people(ROWS, seed=3), start=1):
            account = one.profile["account_number"]
            born = "soon" if number % EVERY_WRONG == 0 else one.date_of_birth
            address = one.profile["address"].replace(", ", "\n")
            rows.writerow([one.given_name, one.family_name, born, one.email, account, address])
            if number % EVERY_WRONG:
                wanted[one.given_name, one.family_name, account] += 1
    return path, wanted


def start(file: Path, domain: str, database: str, data: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ALONGSIDE_DATA": str(data),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "alongside.command.main", "people", "import", str(file)]
    return subprocess.Popen(
        [*command, "--tenant", domain],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
