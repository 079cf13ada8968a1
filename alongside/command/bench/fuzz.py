"""`alongside bench fuzz`: the whole house, asked at random by everybody in it (security.md G6, G13).

Nothing that is sent may make it fail; and whatever changes it must stand in the history once, by whoever
sent it and for whom it was sent.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.core.signals import got_request_exception
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.command import ready
from alongside.command.bench.figures import machine, rounded, versions
from alongside.command.bench.noticing import Noticed, noticing
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.command.bench.wandering import Ask, Memory, Walk
from alongside.command.demo import house, set_up
from alongside.lib import tenancy
from alongside.people.actions.tokens import make_token
from alongside.people.looking.limits import MOST
from alongside.people.models import Kind, Person, Tenant

METHOD = (
    "Walks of {steps} requests by everybody in the demonstration and by strangers: links and forms as pages"
    " offer them, filled in with what fits and what does not, and addresses, methods and bodies at random;"
    " without a network, through all of the program. failed: answers of 500 and above. changed: requests that"
    " kept something; unrecorded: of these, without an entry; misattributed: with an entry by or for somebody"
    " else."
)
STEPS = 40
MOUNT = re.compile(r"^/for/([0-9a-f-]{36})/")
UNSAFE = ("post", "put", "delete", "patch")


@dataclass
class Tally:
    requests: Counter[str] = field(default_factory=Counter)  # by status
    unsafe: int = 0
    changed: int = 0
    once: int = 0
    inert: Counter[str] = field(
        default_factory=Counter
    )  # what was kept by a request that should keep nothing
    failed: Counter[str] = field(default_factory=Counter)
    unrecorded: Counter[str] = field(default_factory=Counter)
    misattributed: Counter[str] = field(default_factory=Counter)
    several: Counter[str] = field(default_factory=Counter)


def run(place: Place, options: argparse.Namespace) -> None:
    ready.collect_static_files()
    tenant = set_up(options.people, told=False)
    # A walk is not somebody's day: they may look at as many as they come across.
    tenant.options = {**tenant.options, "looking": dict.fromkeys(("hour", "day", "stop", "alone"), MOST)}
    tenant.save(update_fields=["options"])
    chance, memory, tally = Random(options.seed), Memory(), Tally()
    problems: list[str] = []
    got_request_exception.connect(_note(problems), weak=False)
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # "Not Found", thousands of times
    begun = time.perf_counter()
    while tally.requests.total() < options.requests:
        with tenancy.within(tenant.pk):
            walk = _begin(tenant, memory, chance)
            for _ in range(min(STEPS, options.requests - tally.requests.total())):
                step(walk, tally, problems)
        if tally.requests.total() % 10_000 < STEPS:
            print(f"{tally.requests.total():,} requests …", file=sys.stderr, flush=True)
    show(figures(place, options, tally, time.perf_counter() - begun), as_json=options.json)
    if tally.failed or tally.unrecorded or tally.misattributed:
        raise SystemExit(2)


def figures(place: Place, options: argparse.Namespace, tally: Tally, seconds: float) -> dict[str, Any]:
    return {
        "bench": "fuzz",
        "requests": tally.requests.total(),
        "unsafe": tally.unsafe,
        "changed": tally.changed,
        "recorded_once": tally.once,
        "failed": tally.failed.total(),
        "unrecorded": tally.unrecorded.total(),
        "misattributed": tally.misattributed.total(),
        "kept_by_safe": tally.inert.total(),
        "per_s": rounded(tally.requests.total() / seconds),
        "answers": dict(sorted(tally.requests.items())),
        "which_failed": dict(tally.failed.most_common()),
        "which_unrecorded": dict(tally.unrecorded.most_common()),
        "which_misattributed": dict(tally.misattributed.most_common()),
        "which_kept_by_safe": dict(tally.inert.most_common()),
        "recorded_several": dict(tally.several.most_common(60)),
        "seed": options.seed,
        "database": place.vendor,
        "versions": versions(),
        "machine": machine(),
        "method": METHOD.format(steps=STEPS),
    }


def step(walk: Walk, tally: Tally, problems: list[str]) -> None:
    """One request, and what it did."""
    ask = walk.next()
    problems.clear()
    with noticing() as noticed:
        answer = getattr(walk.client, ask.method)(ask.path, **ask.said)
        if answer.streaming:
            answer.close()
    tally.requests[str(answer.status_code)] += 1
    name = f"{ask.method.upper()} {_general(ask.path)}"
    if answer.status_code >= 500:
        tally.failed[f"{name} {answer.status_code} {problems[-1] if problems else ''}"] += 1
        print(f"{name} answered {answer.status_code}\n{ask}\n{problems[-1:]}"[:4_000], file=sys.stderr)
    judge(walk, ask, name, noticed, tally)
    walk.learn(ask.path, answer)


def judge(walk: Walk, ask: Ask, name: str, noticed: Noticed, tally: Tally) -> None:
    """Hold what was kept against what was recorded."""
    unsafe = ask.method in UNSAFE
    tally.unsafe += unsafe
    if not noticed.tables:
        return
    if not unsafe:
        tally.inert[f"{name} {sorted(noticed.tables)}"] += 1
    tally.changed += 1
    wrong = _wrong(walk, ask, noticed)
    if not noticed.entries:
        tally.unrecorded[f"{name} {sorted(noticed.tables)}"] += 1
    elif wrong:
        tally.misattributed[f"{name} {wrong}"] += 1
    elif len(noticed.entries) == 1:
        tally.once += 1
    else:
        tally.several[", ".join(sorted(entry.kind for entry in noticed.entries)[:8])] += 1


def _wrong(walk: Walk, ask: Ask, noticed: Noticed) -> str:
    """The first entry that names somebody other than it should, and how."""
    mount = MOUNT.match(ask.path)
    for entry in noticed.entries:
        author = Person.objects.filter(ref=entry.actor).first()
        if author is None or (author.kind == Kind.PERSON and author != walk.who):
            return f"{entry.kind} by somebody else"
        if entry.assistance is not None:
            sitting = Assistance.objects.select_related("person").filter(pk=entry.assistance).first()
            if sitting is None or entry.person not in (sitting.person.ref, None):
                return f"{entry.kind} in an assistance of somebody else"
        # Where helping is switched off for a form (spec G31) it is the agent's own, and stands against them.
        elsewhere = mount is not None and str(entry.assistance) != mount[1] and entry.person != entry.actor
        if elsewhere and entry.kind not in BEYOND:
            return f"{entry.kind} outside the assistance"
    return ""


# Refusals stand against whoever was refused.
BEYOND = {"assisting.refused"}


def _begin(tenant: Tenant, memory: Memory, chance: Random) -> Walk:
    everybody = [
        None,
        *Person.objects.filter(kind=Kind.PERSON, username__isnull=False, is_active=True).order_by("pk")[:40],
    ]
    who = chance.choice(everybody)
    client = Client(headers={"host": tenant.domain}, raise_request_exception=False)
    walk = Walk(who, client, memory, chance)
    if who is not None:
        client.force_login(who)
        walk.token = _token(who, chance)
        if chance.random() < 0.5 and "assisting.assist" in who.standing.rights:
            _help(walk, chance)
    return walk


def _token(who: Person, chance: Random) -> str:
    """What a program of theirs would come with, if they may let one in."""
    rights = who.standing.rights
    if "people.make_token" not in rights or chance.random() < 0.7:
        return ""
    return make_token(Acting.alone(who), "Program", scopes=sorted(rights), days=1)[1]


def _help(walk: Walk, chance: Random) -> None:
    person = chance.choice(house.some_residents(40))
    answer = walk.client.post("/console/assistances/", {"person": person.pk, "switch": "yes"})
    if answer.status_code == 303:
        walk.links = [answer.headers["Location"], "/console/"]


def _general(path: str) -> str:
    """An address without what stands in it."""
    path = path.partition("?")[0]
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "…", path)[:120]


def _note(problems: list[str]) -> Any:
    def note(**_: object) -> None:
        kind, problem, trace = sys.exc_info()
        last = traceback.extract_tb(trace)[-1] if trace else None
        where = f"{last.filename.rpartition('alongside/')[2]}:{last.lineno}" if last else ""
        problems.append(f"{kind.__name__ if kind else ''}: {str(problem)[:200]} ({where})")

    return note
