"""`alongside explain`: could this actor do that for this person, by which rule, from which facts?"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, TypeVar

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat

from alongside import assisting
from alongside.assisting import facts, powers
from alongside.assisting.acting import Acting
from alongside.assisting.actions import ASSIST
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.assisting.rules import Facts, Kind, MayActFacts, Verdict, decide, may_act
from alongside.command import ready
from alongside.lib import tenancy
from alongside.people.models import Person, Tenant

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

Row = TypeVar("Row", bound=models.Model)

ALLOWED, REFUSED, UNKNOWN = 0, 1, 2


class Unknown(Exception):
    """A name means nobody and nothing here, or more than one; the message says which."""


@dataclass(frozen=True)
class Reason:
    """A rule that decided, and the facts it read."""

    verdict: Verdict
    facts: Facts | MayActFacts

    @property
    def sentence(self) -> tuple[str, str]:
        table = "decide" if isinstance(self.facts, Facts) else "may_act"
        return sentences()[table, self.verdict.rule]


@dataclass(frozen=True)
class Explanation:
    """The answer to one question; where helping played a part, the reason for that comes last."""

    actor: Person
    person: Person
    power: Power
    about: str | None
    reasons: list[Reason]

    @property
    def decisive(self) -> Reason:
        """The first that refuses; what the kernel would say, and record."""
        return next((reason for reason in self.reasons if not reason.verdict), self.reasons[0])

    @property
    def allowed(self) -> bool:
        return self.decisive.verdict.allowed


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "explain",
        help="say whether somebody could do something for somebody, and by which rule",
        description="Say whether the actor could do this for the person now, if they were helping them."
        " Nothing is done, and nothing recorded. Exit code 0: allowed, 1: refused, 2: a name is unknown.",
    )
    people = "id, user name, or whole name"
    parser.add_argument("--actor", required=True, metavar="WHO", help=f"who acts ({people})")
    parser.add_argument("--power", required=True, metavar="NAME", help="what they would do: forms.submit")
    parser.add_argument(
        "--person", metavar="WHO", help=f"for whom, or whose record ({people}); else themselves"
    )
    parser.add_argument(
        "--about", metavar="NAME:ID", help="the thing, as history names it: forms.submission:7c…"
    )
    parser.add_argument("--tenant", metavar="NAME", help="its name or domain; needed when there are several")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    ready.demand_database()
    try:
        tenant = find_tenant(options.tenant)
        with tenancy.within(tenant.pk):
            explanation = explain(options.actor, options.power, options.person, options.about)
            print(as_json(explanation) if options.json else as_text(explanation))
    except Unknown as problem:
        print(f"alongside: {problem}", file=sys.stderr)
        return UNKNOWN
    return ALLOWED if explanation.allowed else REFUSED


def explain(actor: str, power: str, person: str | None = None, about: str | None = None) -> Explanation:
    """The verdict in the open tenant; raises `Unknown`."""
    agent, asked = find_person(actor), find_power(power)
    other = agent if person is None else find_person(person)
    thing = None if about is None else find_thing(about)
    if asked.kind is Kind.STAFF:
        acting, whose = Acting.alone(agent), None if person is None else other
    else:
        acting, whose = as_if_helping(agent, other), None
    found = facts.of(acting, asked, whose=whose, about=thing)
    reasons = [Reason(decide(found), found)]
    if reasons[0].verdict.rule == "may-not-help" or (
        asked == ASSIST and person is not None and reasons[0].verdict
    ):
        helping = facts.may_act_facts(agent, other)
        reasons.append(Reason(may_act(helping), helping))
    return Explanation(agent, other, asked, about, reasons)


def as_if_helping(agent: Person, person: Person) -> Acting:
    """The agent in a sitting with the person that exists only here."""
    if agent.pk == person.pk:
        return Acting.alone(agent)
    return Acting(agent, person, Assistance(agent_id=agent.pk, person_id=person.pk))


def find_tenant(name: str | None) -> Tenant:
    found = Tenant.objects.all()
    if name is not None:
        found = found.filter(Q(name__iexact=name) | Q(domain__iexact=name))
    return only(found, f"tenant {name!r}" if name else "tenant")


def find_person(name: str) -> Person:
    """By id or user name, else by whole name."""
    people = Person.objects.annotate(whole=Concat("given_name", Value(" "), "family_name"))
    exact = people.filter(Q(username=name.lower()) | Q(pk=int(name) if name.isdecimal() else 0))
    person: Person = only(exact if exact.exists() else people.filter(whole__iexact=name), f"person {name!r}")
    return person


def find_power(name: str) -> Power:
    load_actions()
    try:
        return powers.declared()[name]
    except KeyError:
        raise Unknown(f"no power {name!r}; there are {', '.join(sorted(powers.declared()))}.") from None


def load_actions() -> None:
    """Load every module of actions, for powers are declared beside them."""
    for config in apps.get_app_configs():
        home = config.module
        if home is not None and home.__name__.startswith("alongside."):
            for found in walk_packages(home.__path__, f"{home.__name__}."):
                if "actions" in found.name.split(".") and "tests" not in found.name.split("."):
                    import_module(found.name)


def find_thing(name: str) -> models.Model:
    """A row by its name in history; only rows of the open tenant are found."""
    label, _, pk = name.partition(":")
    try:
        model = apps.get_model(label)
        thing: models.Model = model._default_manager.get(pk=pk)
    except (LookupError, ValueError, ValidationError, ObjectDoesNotExist):
        raise Unknown(f"no thing {name!r}.") from None
    return thing


def only(found: models.QuerySet[Row], what: str) -> Row:
    rows = list(found[:2])
    if not rows:
        raise Unknown(f"no {what}.")
    if len(rows) > 1:
        raise Unknown(f"more than one {what}; say which by its id or its domain.")
    return rows[0]


@cache
def sentences() -> dict[tuple[str, str], tuple[str, str]]:
    """Each rule's sentence and source, by table and rule."""
    path = Path(assisting.__file__).with_name("sentences.toml")
    tables = tomllib.loads(path.read_text())
    return {
        (table, row["rule"]): (row["sentence"], row["source"])
        for table, rows in tables.items()
        for row in rows
    }


def as_text(explanation: Explanation) -> str:
    actor, person, power = explanation.actor, explanation.person, explanation.power
    whom = "" if actor == person else f" for {person.name}"
    thing = "" if explanation.about is None else f" with {explanation.about}"
    lines = [f"{'Yes' if explanation.allowed else 'No'}: {actor.name}, {power}{whom}{thing}."]
    for reason in explanation.reasons:
        sentence, source = reason.sentence
        read = ", ".join(f"{name}={show(value)}" for name, value in asdict(reason.facts).items())
        lines += ["", f"{reason.verdict.rule}: {sentence}", f"  from: {source}", f"  facts: {read}"]
    return "\n".join(lines)


def show(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def as_json(explanation: Explanation) -> str:
    return json.dumps(
        {
            "allowed": explanation.allowed,
            **reason_as_dict(explanation.decisive),
            "actor": {"id": explanation.actor.pk, "name": explanation.actor.name},
            "person": {"id": explanation.person.pk, "name": explanation.person.name},
            "power": explanation.power.name,
            "about": explanation.about,
            "reasons": [reason_as_dict(reason) for reason in explanation.reasons],
        },
        ensure_ascii=False,
    )


def reason_as_dict(reason: Reason) -> dict[str, object]:
    sentence, source = reason.sentence
    return {
        "rule": reason.verdict.rule,
        "sentence": sentence,
        "source": source,
        "facts": asdict(reason.facts),
    }
