"""A million cases in a few minutes: written by the database itself, with the words that they are found by."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from alongside.cases.models import CaseType, ChoiceKind, Phase
from alongside.cases.wording import Said, words_of
from alongside.lib import clock
from alongside.people.models import Person

FIRST, YEARS = datetime(2024, 1, 1, tzinfo=UTC), timedelta(days=3 * 365)
ABOUT = ("The bin was not emptied", "A hole in the road", "Loud music at night", "The lamp is dark", "A leak")
TARGET, DONE = timedelta(days=14), timedelta(days=9)

# What the two databases say differently: numbers that nobody guesses, moments, and rows out of JSON.
_SQLITE = {
    "number": "lower(hex(randomblob(16)))",
    "at": "strftime('%%Y-%%m-%%d %%H:%%M:%%f000', '{first}', ({seconds}) || ' seconds')",
    "rows": "json_each(%s)",
    "part": "json_extract(value, '$[{part}]')",
    "reference": "'B-' || printf('%%08d', n)",
}
_POSTGRES = {
    "number": "gen_random_uuid()",
    "at": "timestamptz '{first}+00' + ({seconds}) * interval '1 second'",
    "rows": "jsonb_array_elements(%s::jsonb) AS of (value)",
    "part": "(value ->> {part})",
    "reference": "'B-' || lpad(n::text, 8, '0')",
}


def gather(types: list[CaseType], owners: list[Person], wanted: int) -> None:
    """Cases as they may have been: nine of ten closed, half of what is open in time, some people again and
    again. They lead up to today."""
    say = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size=-600000")
        _write_cases(cursor, say, types, owners, wanted)
        _write_words(cursor, say, types, owners)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-6000")


def _write_cases(
    cursor: Any, say: dict[str, str], types: list[CaseType], owners: list[Person], wanted: int
) -> None:
    first = (clock.now() - YEARS).strftime("%Y-%m-%d %H:%M:%S")
    apart = YEARS.total_seconds() / wanted

    def at(after: timedelta) -> str:
        return say["at"].format(first=first, seconds=f"round(n * {apart:.6f} + {after.total_seconds():.0f})")

    def part(number: int, as_type: str = "") -> str:
        taken = say["part"].format(part=number)
        return f"CAST({taken} AS {as_type})" if as_type else taken

    closed = "n * 7919 %% 10 <> 3"
    of_kinds = ", ".join([part(0, "integer"), *(part(column, "bigint") for column in range(1, 8)), part(8)])
    statement = f"""
        INSERT INTO cases_case (tenant_id, id, reference, type_id, owner_id, actor_id, title, details,
            origin, contact, status_id, stage_id, manager_group_id, raised_at, changed_at, target_at,
            closed_at, reason_id)
        WITH RECURSIVE
          n (n) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM n WHERE n + 1 < {wanted:d}),
          kinds (k, type, progress, closed, look, mend, reason, managers, about) AS MATERIALIZED (
            SELECT {of_kinds} FROM {say["rows"]}),
          owners (o, id, contact) AS MATERIALIZED (
            SELECT {part(0, "integer")}, {part(1, "bigint")}, {part(2)} FROM {say["rows"]})
        SELECT {types[0].tenant_id:d}, {say["number"]}, {say["reference"]}, type, owners.id, owners.id, about,
            '', '', owners.contact{"::jsonb" if say is _POSTGRES else ""},
            CASE WHEN {closed} THEN closed ELSE progress END,
            CASE WHEN n %% 3 = 0 THEN look ELSE mend END, managers,
            {at(timedelta())}, {at(timedelta())}, {at(TARGET)},
            CASE WHEN {closed} THEN {at(DONE)} END, CASE WHEN {closed} THEN reason END
        FROM n JOIN kinds ON k = n * 31 %% {len(types):d} JOIN owners ON o = (n * 104729) %% {len(owners):d}
    """  # noqa: S608 (our own words and numbers)
    cursor.execute(statement, [json.dumps(_kinds(types)), json.dumps(_owners(owners))])


def _kinds(types: list[CaseType]) -> list[list[object]]:
    return [
        [
            number,
            type.pk,
            type.status_of(Phase.PROGRESS).pk,
            type.status_of(Phase.CLOSED).pk,
            *(choice.pk for choice in type.offered(ChoiceKind.STAGE)[:2]),
            type.offered(ChoiceKind.REASON)[0].pk,
            type.manager_group_id,
            ABOUT[number],
        ]
        for number, type in enumerate(types)
    ]


def _owners(owners: list[Person]) -> list[list[object]]:
    return [[number, one.pk, json.dumps({"name": one.name})] for number, one in enumerate(owners)]


def _write_words(cursor: Any, say: dict[str, str], types: list[CaseType], owners: list[Person]) -> None:
    """In the order of their key, which the table is written to in order then."""
    titles = [
        (type.pk, word) for number, type in enumerate(types) for word in words_of(Said("", ABOUT[number]))
    ]
    said = {word for _, word in titles}  # a word of a case is kept once
    theirs = [(one.pk, word) for one in owners for word in words_of(Said("", "", (one.name,))) - said]
    number, word = (say["part"].format(part=part) for part in (0, 1))
    pair = f"SELECT CAST({number} AS bigint), {word} FROM {say['rows']}"  # noqa: S608 (our own words)
    statement = f"""
        INSERT INTO cases_caseword (tenant_id, word, raised_at, case_id)
        WITH titles (type, word) AS MATERIALIZED ({pair}),
            theirs (owner, word) AS MATERIALIZED ({pair})
        SELECT tenant_id, word, raised_at, id FROM cases_case JOIN titles ON type = type_id
        UNION ALL SELECT tenant_id, word, raised_at, id FROM cases_case JOIN theirs ON owner = owner_id
        UNION ALL SELECT tenant_id, '=' || lower(replace(reference, '-', '')), raised_at, id FROM cases_case
            WHERE reference LIKE 'B-%%'
        ORDER BY 2, 3, 4
    """  # noqa: S608 (our own words)
    cursor.execute(statement, [json.dumps(titles), json.dumps(theirs)])
