"""Setting up types of cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import references
from alongside.cases.deadlines import LONGEST, Target
from alongside.cases.models import (
    LONGEST_TASK,
    CaseType,
    ChoiceKind,
    Part,
    Phase,
    StandardTask,
    TypeChoice,
    TypeGroup,
)
from alongside.forms.filetypes import LARGEST_MEGABYTES
from alongside.forms.models import Form
from alongside.history.events import Event
from alongside.people.checking import Misfit
from alongside.people.models import Group

SET_UP = Power("cases.set_up", Kind.STAFF)

STATUSES: tuple[tuple[str, Phase], ...] = (
    ("New", Phase.NEW),
    ("Open", Phase.PROGRESS),
    ("On hold", Phase.PROGRESS),
    ("Escalated", Phase.ESCALATED),
    ("Closed", Phase.CLOSED),
)
REASONS = ("Resolved", "Withdrawn", "Duplicate")
MOST_CHOICES = 100
MOST_FILES = 100


class TypeSetUp(
    Event,
    kind="cases.type_set_up",
    title="Case Type Set Up",
    sentence="{actor} set up cases of the type {type_name}",
    private=True,
):
    """`managers` and `parts` are numbers of groups; a part is what the group has to do with such cases."""

    type: str
    type_name: str
    managers: int
    parts: tuple[str, ...]


class TypeRetired(
    Event,
    kind="cases.type_retired",
    title="Case Type Retired",
    sentence="{actor} took cases of the type {type_name} out of use",
    private=True,
):
    type: str
    type_name: str


@dataclass(frozen=True)
class Limits:
    """How many files of how many million bytes are taken: from owners, and from staff (spec C38)."""

    sent_files: int = 3
    sent_megabytes: int = 3
    staff_files: int = 20
    staff_megabytes: int = 5


@dataclass(frozen=True)
class Plan:
    """Everything that is said of a type. Choices are names in their order; those that are no longer named
    stay with the cases that have them, and are offered no more."""

    name: str
    manager_group: Group
    description: str = ""
    pattern: str = references.DEFAULT
    form: Form | None = None
    target: Target | None = None
    reminder_hours: int | None = None
    managers_extend: bool = True
    anybody: bool = False  # raised also by whoever is not signed in
    limits: Limits = Limits()
    statuses: Sequence[tuple[str, Phase]] = STATUSES
    stages: Sequence[str] = ()
    subtypes: Sequence[str] = ()
    reasons: Sequence[str] = REASONS
    # The stage at which each is made, or nothing for those with which a case begins; and its name.
    tasks: Sequence[tuple[str, str]] = ()
    parts: Mapping[Part, Collection[Group]] = field(default_factory=dict)


def set_up(acting: Acting, slug: str, plan: Plan) -> CaseType:
    """Make a type of cases, or change the one of this slug into what is planned. The time of targets is not
    counted in another unit while cases wait, for what is left of theirs is kept in it. Raises `Misfit` by the
    names of the plan's fields, and `ValidationError` for a slug or name that cannot be."""
    demand_plan(plan)
    with acting.doing(SET_UP) as deed:
        type = CaseType.objects.select_for_update(of=("self",)).filter(slug=slug).first()
        type = type or CaseType(slug=slug)
        _demand_unit(type, plan)
        type.name, type.description = plan.name.strip(), plan.description.strip()
        type.pattern, type.form, type.manager_group = plan.pattern, plan.form, plan.manager_group
        type.target_amount = plan.target.amount if plan.target else None
        type.target_unit = plan.target.unit.value if plan.target else type.target_unit
        type.reminder_hours, type.managers_extend = plan.reminder_hours, plan.managers_extend
        type.anybody = plan.anybody
        for name, most in asdict(plan.limits).items():
            setattr(type, name, most)
        type.retired_at = None
        type.full_clean(exclude=["tenant"])
        type.save()
        for kind, names in _choices(plan).items():
            _offer(type, kind, names, deed.at)
        _ask_for(type, plan.tasks, deed.at)
        _give_parts(type, plan.parts)
        parts = sorted(f"{part.value}:{group.pk}" for part, groups in plan.parts.items() for group in groups)
        deed.record(
            TypeSetUp(type=slug, type_name=type.name, managers=plan.manager_group.pk, parts=tuple(parts)),
            about=type,
        )
        return CaseType.objects.whole().get(pk=type.pk)


def _demand_unit(type: CaseType, plan: Plan) -> None:
    """Raises `Misfit` for another unit while cases wait with what was left in the one there is."""
    if type.pk is None or plan.target is None or plan.target.unit.value == type.target_unit:
        return
    waiting = type.cases.open().filter(target_left__isnull=False).count()
    if waiting:
        said = "1 case waits for its owner" if waiting == 1 else f"{waiting:,} cases wait for their owners"
        unit = type.get_target_unit_display()
        raise Misfit(
            {"target": f"{said} with time left in {unit}. Count in {unit} until none waits, or ask no more."}
        )


def retire_type(acting: Acting, type: CaseType) -> None:
    """Raise no more cases of a type; those there are go on."""
    with acting.doing(SET_UP, about=type) as deed:
        type.retired_at = deed.at
        type.save(update_fields=["retired_at"])
        deed.record(TypeRetired(type=type.slug, type_name=type.name), about=type)


def demand_plan(plan: Plan) -> None:
    """Raises `Misfit` with a sentence for everything about a plan that cannot be."""
    errors: dict[str, str] = {}
    if not plan.name.strip():
        errors["name"] = "Give the type a name."
    if wrong := references.problem(plan.pattern):
        errors["pattern"] = wrong
    if not plan.manager_group.staff:
        errors["manager_group"] = _NOT_STAFF
    if any(not group.staff for groups in plan.parts.values() for group in groups):
        errors["parts"] = _NOT_STAFF
    if len(plan.parts.get(Part.ESCALATION, ())) > 1:
        errors["parts"] = "One group is called when a case is escalated."
    if plan.target and not 0 <= plan.target.amount <= LONGEST:
        errors["target"] = f"A target is from 0 to {LONGEST}."
    if plan.reminder_hours is not None and plan.target is None:
        errors["reminder_hours"] = "There is nothing to remind of without a target."
    for name, most in asdict(plan.limits).items():
        longest = MOST_FILES if name.endswith("files") else LARGEST_MEGABYTES
        if not 0 <= most <= longest:
            errors[name] = f"Enter a number from 0 to {longest}."
    phases = [phase for _, phase in plan.statuses]
    for phase in (Phase.NEW, Phase.ESCALATED, Phase.CLOSED):
        if phases.count(phase) != 1:
            errors["statuses"] = f"Exactly one status is “{phase.label}”."
    if Phase.PROGRESS not in phases:
        errors["statuses"] = "At least one status is “In progress”."
    if not plan.reasons:
        errors["reasons"] = "Give at least one reason for closing."
    for kind, names in _choices(plan).items():
        called = [name.strip().casefold() for name, _ in names]
        if "" in called or len(set(called)) < len(called):
            errors[_PLANNED[kind]] = "Each needs a name of its own."
        if len(called) > MOST_CHOICES or any(len(name) > 100 for name in called):
            errors[_PLANNED[kind]] = f"At most {MOST_CHOICES}, each of at most 100 characters."
    if wrong := _wrong_tasks(plan):
        errors["tasks"] = wrong
    if errors:
        raise Misfit(errors)


def _wrong_tasks(plan: Plan) -> str | None:
    stages = {name.strip().casefold() for name in plan.stages} | {""}
    called = [(stage.strip().casefold(), name.strip().casefold()) for stage, name in plan.tasks]
    if any(stage not in stages for stage, _ in called):
        return "A task can only be made at a stage of the type."
    if len(set(called)) < len(called) or any(not name for _, name in called):
        return "Each needs a name of its own."
    if len(called) > MOST_CHOICES or any(len(name) > LONGEST_TASK for _, name in called):
        return f"At most {MOST_CHOICES}, each of at most {LONGEST_TASK} characters."
    return None


# Whoever manages or monitors holds a privilege, which an agent must hold too before helping them.
_NOT_STAFF = "Only a staff group can have a part in cases: whoever lacks it cannot help its members."

_PLANNED = {
    ChoiceKind.STATUS: "statuses",
    ChoiceKind.STAGE: "stages",
    ChoiceKind.SUBTYPE: "subtypes",
    ChoiceKind.REASON: "reasons",
}


def _choices(plan: Plan) -> dict[ChoiceKind, list[tuple[str, str]]]:
    return {
        ChoiceKind.STATUS: [(name, phase.value) for name, phase in plan.statuses],
        ChoiceKind.STAGE: [(name, "") for name in plan.stages],
        ChoiceKind.SUBTYPE: [(name, "") for name in plan.subtypes],
        ChoiceKind.REASON: [(name, "") for name in plan.reasons],
    }


def _offer(type: CaseType, kind: ChoiceKind, names: Iterable[tuple[str, str]], at: object) -> None:
    known = {(one.name.casefold(), one.phase): one for one in TypeChoice.objects.filter(type=type, kind=kind)}
    TypeChoice.objects.filter(type=type, kind=kind, retired_at__isnull=True).update(retired_at=at)
    for position, (name, phase) in enumerate(names):
        choice = known.get((name.strip().casefold(), phase)) or TypeChoice(type=type, kind=kind, phase=phase)
        choice.name, choice.position, choice.retired_at = name.strip(), position, None
        choice.save()


def _ask_for(type: CaseType, tasks: Iterable[tuple[str, str]], at: object) -> None:
    """Have cases come with these from now on; those there are keep the tasks that they have."""
    stages = {
        one.name.casefold(): one
        for one in TypeChoice.objects.filter(type=type, kind=ChoiceKind.STAGE, retired_at__isnull=True)
    }
    every = StandardTask.objects.filter(type=type)
    known = {(one.stage_id, one.name.casefold()): one for one in every}
    every.filter(retired_at__isnull=True).update(retired_at=at)
    for position, (at_stage, name) in enumerate(tasks):
        stage = stages.get(at_stage.strip().casefold())
        key = (stage.pk if stage else None, name.strip().casefold())
        task = known.get(key) or StandardTask(type=type, stage=stage)
        task.name, task.position, task.retired_at = name.strip(), position, None
        task.save()


def _give_parts(type: CaseType, parts: Mapping[Part, Collection[Group]]) -> None:
    TypeGroup.objects.filter(type=type).delete()
    TypeGroup.objects.bulk_create(
        TypeGroup(type=type, part=part, group=group)
        for part, groups in parts.items()
        for group in set(groups)
    )
