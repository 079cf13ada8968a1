"""`alongside explain`: could this actor do that for this person, by which rule, from which facts?"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from alongside.command import ready
from alongside.lib import tenancy
from alongside.people.explanations import Explanation, Reason, Unknown, explain, find_tenant

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

ALLOWED, REFUSED, UNKNOWN = 0, 1, 2


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
