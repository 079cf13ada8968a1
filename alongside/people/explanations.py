"""Could this actor do that for this person, by which rule, and from which facts? Nothing is done."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages
from typing import TypeVar

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat

from alongside.assisting import facts, powers, sentences
from alongside.assisting.acting import Acting
from alongside.assisting.actions import ASSIST
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.assisting.rules import Facts, Kind, MayActFacts, Verdict, decide, may_act
from alongside.people.models import Person, Tenant

Row = TypeVar("Row", bound=models.Model)


class Unknown(Exception):
    """A name means nobody and nothing here, or more than one; the message says which."""


@dataclass(frozen=True)
class Reason:
    """A rule that decided, and the facts it read."""

    verdict: Verdict
    facts: Facts | MayActFacts

    @property
    def sentence(self) -> tuple[str, str]:
        """What the rule says, and where that comes from."""
        table = "decide" if isinstance(self.facts, Facts) else "may_act"
        return sentences.row(self.verdict.rule, table)


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


def explain(actor: str, power: str, person: str | None = None, about: str | None = None) -> Explanation:
    """The verdict in the open tenant; raises `Unknown`."""
    agent, asked = find_person(actor), find_power(power)
    other = agent if person is None else find_person(person)
    thing = None if about is None else find_thing(about)
    if asked.kind is Kind.STAFF:
        acting, whose = Acting.alone(agent), None if person is None else other
    else:
        acting, whose = as_if_helping(agent, other), None
    try:
        found = facts.of(acting, asked, whose=whose, about=thing)
    except AttributeError:  # things of some kinds have no groups or rules of their own
        raise Unknown(f"{about!r} is not what {power} is about.") from None
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
