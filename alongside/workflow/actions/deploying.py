"""Putting a diagram into use, once somebody has agreed to what is changed in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.workflow import engine, handlers, reading
from alongside.workflow.checking import decisions_of, plausible
from alongside.workflow.describing import Described, described
from alongside.workflow.models import Definition, Version
from alongside.workflow.normalising import Drawing, normalise

DEPLOY = Power("workflow.deploy", Kind.STAFF)


class Deployed(
    Event,
    kind="workflow.deployed",
    title="Process Deployed",
    sentence="{actor} put version {version} of the process {process_title} into use",
    private=True,
):
    """`changes` is how many changes of the diagram were agreed to."""

    process: str
    process_title: str
    version: int
    changes: int


class NotRunnable(Exception):
    """The diagram cannot be started; the message says why, `element` where."""

    def __init__(self, why: str, element: str = "") -> None:
        super().__init__(why)
        self.element = element


class NotAgreed(Exception):
    """The diagram would be changed; `plan` says how, and nobody has agreed to it yet."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("The diagram would be changed. Look through the changes and agree to them.")
        self.plan = plan


@dataclass(frozen=True)
class Plan:
    """What deploying a diagram would put into use."""

    source: str
    spec: dict[str, Any]
    elements: Described
    drawing: Drawing

    @property
    def mark(self) -> str:
        """Stands for exactly these changes: who agrees to it agrees to nothing else."""
        told = [one.told() for one in self.drawing.changes]
        told += [one.told() for one in self.drawing.unsupported]
        return hashlib.sha256(json.dumps([self.source, told]).encode()).hexdigest()[:32] if told else ""


def look_at(text: bytes, decisions: Sequence[bytes] = ()) -> Plan:
    """What a diagram would become here; nothing is kept. Raises `reading.Unreadable` and `NotRunnable`."""
    root = reading.parse(text)
    tables = [reading.parse(one) for one in decisions]
    drawing = normalise(root, handlers=handlers.registered(), decisions=decisions_of(tables))
    try:
        spec = json.loads(json.dumps(engine.parse([drawing.root], tables).kept()))
        engine.Running.begin(spec, plausible(drawing.root)).go_on()
    except (engine.Unfit, engine.Stopped) as problem:
        raise NotRunnable(str(problem), problem.element) from None
    source = text.decode("utf-8-sig", errors="replace")
    return Plan(source, spec, described(drawing), drawing)


def deploy(acting: Acting, *, slug: str, title: str, plan: Plan, agreed: str = "") -> Version:
    """Put a diagram into use: a new process, or a new version of the one with this slug. Instances keep the
    version they were started with.

    `agreed` is the plan's mark, as whoever read the changes gives it back. Raises `NotAgreed` where changes
    were not agreed to, and `ValidationError` for a slug or title that cannot be.
    """
    if plan.mark and agreed != plan.mark:
        raise NotAgreed(plan)
    with acting.doing(DEPLOY) as deed:
        definition = Definition.objects.select_for_update(of=("self",)).filter(slug=slug).first()
        definition = definition or Definition(slug=slug)
        definition.title = title.strip()
        definition.full_clean(exclude=["tenant"])
        definition.save()
        last = Version.objects.newest_of(slug).first()
        version = Version.objects.create(
            definition=definition,
            number=1 + (last.number if last else 0),
            source=plan.source.replace("\0", ""),
            spec=plan.spec,
            elements=plan.elements,
            changes=[one.told() for one in plan.drawing.changes],
            deployed_at=deed.at,
        )
        deed.record(
            Deployed(
                process=slug,
                process_title=definition.title,
                version=version.number,
                changes=len(plan.drawing.changes),
            ),
            about=definition,
        )
        return version
