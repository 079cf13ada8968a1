"""Searching among two thousand residents, with statistics as a running database has them."""

from __future__ import annotations

import os
import re
from random import Random

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.command.population import Made, people
from alongside.lib import tenancy
from alongside.people import folding
from alongside.people.fields import STANDARD_FIELDS
from alongside.people.models import Person, Tenant
from alongside.people.searching import asking, ranges
from alongside.people.tests.residents import keep, person, search
from tests.databases import postgres_url

pytestmark = pytest.mark.committed


def resident(made: Made) -> Person:
    return person(
        made.given_name,
        made.family_name,
        email=made.email or "",
        date_of_birth=made.date_of_birth,
        profile=made.profile,
    )


_towns: dict[str, tuple[Tenant, list[Person]]] = {}


@pytest.fixture
def town(vendor: str, new_tenant: Tenant) -> tuple[Tenant, list[Person]]:
    """Two thousand residents, committed once for each database, whose statistics are up to date."""
    if vendor not in _towns:
        with tenancy.within(new_tenant.pk):
            residents = [resident(made) for made in people(2_000, seed=11)]
            keep(residents)
        _analyse(vendor)
        _towns[vendor] = (new_tenant, residents)
    return _towns[vendor]


def _analyse(vendor: str) -> None:
    if vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_searchkey")
        return
    name = connection.settings_dict["NAME"]
    superuser = postgres_url(str(name), os.environ["ALONGSIDE_TEST_POSTGRES_SUPERUSER"])
    with psycopg.connect(superuser, autocommit=True) as owner:
        owner.execute("ANALYZE people_searchkey")


QUERIES = [
    "smith", "smi", "ann", "ann smith", "smith ann", "an smi", "j smith", "smith pl4", "david smith pl",
    "0121 496", "496 0123", "960123", "07700 900123", "sw1 2", "sw16 8yz", "n1", "12/3/1980", "1980",
    "smith 12/3/1980", "mar 1980", "david@", "example.com", "smith.david", "41234", "high street",
    "12 high", "smith london", "david high", "flat 3", "mac donald", "o'brien", "dr smith", "a b",
    "xyzzy plugh", "david smith london 0121 1980",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_every_statement_reads_ranges_of_the_primary_key_and_nothing_else(
    vendor: str, town: tuple[Tenant, list[Person]], query: str
) -> None:
    plan = asking.plan(query, STANDARD_FIELDS)
    assert plan.tiers != ()
    for tier in plan.tiers:
        sql, parameters = ranges.statement(town[0].pk, tier.reads)
        with connection.cursor() as cursor:
            cursor.execute(("EXPLAIN QUERY PLAN " if vendor == "sqlite" else "EXPLAIN ") + sql, parameters)
            steps = [str(row[-1]) for row in cursor.fetchall()]
        reads = [step for step in steps if "searchkey" in step and ("Scan" in step or vendor == "sqlite")]
        unexpected = [step for step in reads if not _reads_the_primary_key(step, vendor)]
        assert unexpected == []
        assert len(reads) >= len(tier.reads)


@pytest.mark.parametrize(
    "query",
    [
        "jhon smyth",
        "dvaid lodnon",
        "smtih 21/3/1980",
        "412345687",
        "daivd.smith@exmaple.com",
        "smith sw16 8yx",
    ],
)
def test_correcting_scans_neither_the_keys_nor_the_words(
    vendor: str, town: tuple[Tenant, list[Person]], query: str
) -> None:
    with CaptureQueriesContext(connection) as said:
        search(town[0], query)
    scans = []
    with connection.cursor() as cursor:
        for one in said.captured_queries:
            if "people_wordform" in one["sql"] or "people_searchkey" in one["sql"]:
                explain = "EXPLAIN QUERY PLAN " if vendor == "sqlite" else "EXPLAIN "
                cursor.execute(explain + one["sql"])
                steps = [str(row[-1]) for row in cursor.fetchall()]
                scans += [step for step in steps if _SCAN.search(step)]
    assert [step for step in scans if "Index" not in step and "Bitmap" not in step] == []


_SCAN = re.compile(r"scan (on )?(kept|found|people_)", re.IGNORECASE)


def _reads_the_primary_key(step: str, vendor: str) -> bool:
    if vendor == "sqlite":
        return step == "SEARCH people_searchkey USING PRIMARY KEY (tenant_id=? AND key>? AND key<?)"
    # A bitmap of a range of a few rows comes from the same index; its heap step names the table alone.
    return "people_searchkey_pkey" in step or "Bitmap Heap Scan on people_searchkey" in step


def test_everybody_of_two_thousand_is_found_by_what_they_say_of_themselves(
    town: tuple[Tenant, list[Person]],
) -> None:
    tenant, residents = town
    missed = []
    for one in Random(5).sample(residents, 40):
        for query in _ways_to_ask(one):
            if one.pk not in [found.id for found in search(tenant, query)]:
                missed.append((query, one.name))
    assert missed == []


def _ways_to_ask(one: Person) -> list[str]:
    """Questions that tell a person from two thousand others."""
    born = one.date_of_birth
    assert born is not None
    postcode = one.profile["postcode"]
    house = one.profile["address"].split(", ")[-2]
    first = one.given_name.split()[0]
    ways = [
        f"{first} {one.family_name} {born.day}/{born.month}/{born.year}",
        f"{one.family_name} {born.isoformat()}",
        f"{born:%d %b %Y} {one.family_name.upper()}",
        f"{one.family_name} {first} {postcode.split()[0]}",
        f"{postcode} {first}",
        postcode.replace(" ", "").lower(),
        house,
        f"{folding.fold(one.family_name)} {house.split(' ', 1)[1]}",
        one.profile["account_number"],
        one.profile["account_number"][-7:],
        f"{one.profile['account_number'][:3]} {one.profile['account_number'][3:]}",
    ]
    if one.email:
        ways += [one.email, one.email.upper(), one.email.split("@")[0]]
    for field in ("telephone", "mobile"):
        if number := one.profile.get(field):
            digits = number.replace(" ", "")
            ways += [number, "+44" + digits[1:], f"{digits[-6:]} {one.family_name}"]
    return ways
