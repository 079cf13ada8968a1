"""The demonstration's cases: two types with a form each way, and a few cases that are at different places."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import Case, CaseType, ChoiceKind, Part
from alongside.command.demo.house import Everybody
from alongside.forms import actions as forms
from alongside.forms.models import Form
from alongside.people import actions as people
from alongside.people.models import Group, Kind, Person

# Who works on them, who looks on, and who is called when one is escalated, by user name.
MEMBERS = {
    "Street care": ("bob", "grace"),
    "Contact centre": ("cara",),
    "Street care leads": ("mona",),
}
QUAY_STREET = "Quay Street, before number 14"
POTHOLE: dict[str, Any] = {
    "case_type": "pothole",
    "confirmation": "Somebody looks at it within five working days.",
    "pages": [
        {
            "title": "The hole",
            "items": [
                {
                    "type": "text",
                    "name": "case_title",
                    "label": "Where is it?",
                    "help": "A street, and what is near",
                    "required": True,
                    "max_length": 150,
                },
                {
                    "type": "long_text",
                    "name": "looks",
                    "label": "What does it look like?",
                    "help": "How large, how deep, and whether people swerve around it",
                    "max_length": 1000,
                },
                {
                    "type": "telephone",
                    "name": "telephone",
                    "label": "Telephone",
                    "help": "If the crew has a question",
                    "autocomplete": "tel",
                },
            ],
        }
    ],
}


def set_up(everybody: Everybody) -> None:
    """The groups and the types, unless they are there."""
    if CaseType.objects.exists():
        return
    with transaction.atomic():
        acting = Acting.alone(everybody.setup)
        _types(acting, {name: _group(acting, everybody, name) for name in MEMBERS})


def put_up(everybody: Everybody) -> None:
    """Raise the cases of today, unless they are there: all of them, or none."""
    set_up(everybody)
    if Case.objects.filter(title=QUAY_STREET).exists():
        return
    with transaction.atomic():
        pothole, light = (CaseType.objects.whole().get(slug=slug) for slug in ("pothole", "street-light"))
        _happen(everybody, pothole, light)


def _group(acting: Acting, everybody: Everybody, name: str) -> Group:
    group = people.create_group(acting, name, staff=True)
    for member in MEMBERS[name]:
        people.add_to_group(acting, everybody.staff[member], group)
    return group


def _types(acting: Acting, groups: dict[str, Group]) -> None:
    form: Form = forms.publish(
        acting,
        slug="pothole",
        title="Pothole",
        summary="Tell us of a hole in a road or a pavement.",
        definition=POTHOLE,
    )
    parts = {
        Part.MONITOR: [groups["Contact centre"]],
        Part.ESCALATION: [groups["Street care leads"]],
        Part.EXPORT: [groups["Street care leads"]],
    }
    pothole = cases.Plan(
        "Pothole",
        groups["Street care"],
        pattern="PH-{year}-{number}",
        form=form,
        target=Target(5, Unit.WORKING_DAYS),
        reminder_hours=24,
        stages=("Inspect", "Fill", "Check"),
        subtypes=("Road", "Pavement"),
        tasks=[("Inspect", "Measure the hole"), ("Fill", "Order the crew")],
        parts=parts,
    )
    light = cases.Plan(
        "Street light",
        groups["Street care"],
        pattern="SL-{number}",
        anybody=True,
        target=Target(10, Unit.DAYS),
        stages=("Inspect", "Mend"),
        subtypes=("Dark", "Flickers", "Damaged"),
        parts=parts,
    )
    cases.set_up(acting, "pothole", pothole)
    cases.set_up(acting, "street-light", light)


def _happen(everybody: Everybody, pothole: CaseType, light: CaseType) -> None:
    bob, grace = (everybody.staff[name] for name in ("bob", "grace"))
    ann, ben, cleo = (everybody.residents[name] for name in ("ann", "ben", "cleo"))
    asked = _by_form(ann, QUAY_STREET, "As wide as a tyre, and full of water.")
    cases.claim(Acting.alone(bob), asked)
    cases.change_stage(Acting.alone(bob), asked, pothole.offered(ChoiceKind.STAGE)[0])
    cases.ask(Acting.alone(bob), asked, "Is it in the road itself, or in the part for parking?")

    done = _by_form(ben, "Harbour Rise, at the bus stop", "A pavement stone has sunk.")
    cases.claim(Acting.alone(grace), done)
    cases.note(Acting.alone(grace), done, "The crew was there this morning and laid the stone anew.")
    cases.close(Acting.alone(grace), done, pothole.offered(ChoiceKind.REASON)[0])

    _helped(grace, cleo, light, "The lamp at Alder Point is dark")
    anybody = Person.objects.get(kind=Kind.ANONYMOUS)
    contact = {"name": "Mr Tarrant", "telephone": "01632 960147", "place": "50.3702, -4.1531"}
    called = _helped(bob, anybody, light, "The lamp at the ferry flickers", contact)
    cases.escalate(Acting.alone(bob), called)


def _by_form(person: Person, where: str, looks: str) -> Case:
    """A resident tells of a hole by themselves, and so raises a case."""
    alone = Acting.alone(person)
    typed = {"case_title": where, "looks": looks}
    submission = forms.submit(alone, forms.begin(alone, forms.open_form(alone, "pothole"), typed))
    raised: Case = Case.objects.for_a_page().get(submission=submission)
    return raised


def _helped(
    agent: Person, person: Person, type: CaseType, title: str, contact: dict[str, str] | None = None
) -> Case:
    acting = Acting(agent, person, assisting.start(Acting.alone(agent), person))
    raised = cases.raise_case(acting, type, title=title, contact=contact)
    if acting.assistance is not None:
        assisting.stop(acting, acting.assistance)
    return raised
