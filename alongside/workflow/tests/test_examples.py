"""The processes to begin with, each from its form to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.forms import parsing
from alongside.forms.actions.attaching import attach
from alongside.forms.answers import Typed
from alongside.forms.models import Draft
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Group, Person
from alongside.workflow import actions as workflow
from alongside.workflow import examples, keeping, picture, reading
from alongside.workflow.models import Instance, State, Task, TaskState
from tests.cast import make_person
from tests.council import resident
from tests.council import setup as setup
from tests.council import tenant as tenant

Given = Mapping[str, Typed]
ADDRESS = {"line1": "1 Quay Street", "line2": "", "town": "Port Alder", "county": "", "postcode": "PL4 9AB"}


def test_every_example_runs_as_it_is_drawn() -> None:
    """Nothing has to be changed for it, every step is drawn, and its forms can be used."""
    assert {path.name for path in examples.HERE.iterdir() if path.is_dir() and path.name[0] != "_"} == set(
        examples.NAMES
    )
    for name in examples.NAMES:
        plan = workflow.look_at(examples.source(name))
        assert plan.mark == "", [one.told() for one in plan.drawing.changes]
        drawn = picture.drawn(reading.parse(examples.source(name)))
        shown = {shape.id for page in drawn.pictures for shape in page.shapes}
        assert (drawn.own, {step.element for step in drawn.steps()} - shown) == (True, set())
        given = examples.forms_of(name)
        for form in given.values():
            parsing.parse(form["definition"])
        asked = {one["form"] for one in plan.elements.values() if one.get("form")}
        assert asked <= set(given)
        assert {group for one in plan.elements.values() for group in one.get("groups", ())} == set(
            examples.groups_of(name)
        )


class Office:
    """Somebody who applies, and staff of every group."""

    def __init__(self, setup: Acting, name: str) -> None:
        groups: dict[str, Group] = {}
        self.staff: dict[str, Person] = {}
        for number, one in enumerate(examples.groups_of(name)):
            groups[one] = people.create_group(setup, one, staff=True)
            self.staff[one] = make_person(f"Staff{number}", "Member")
            groups[one].memberships.create(person=self.staff[one])
        self.ann = resident(setup)
        examples.put_up(setup, name, groups)

    def hands_in(self, slug: str, *pages: Given, file: str = "") -> Instance:
        acting = Acting.alone(self.ann)
        draft = forms.begin(acting, forms.open_form(acting, slug), pages[0])
        self._fill(acting, draft, pages[1:], file, begin=2)
        return Instance.objects.get(submission__draft=draft)

    def does(self, element: str, *pages: Given, by: str = "", file: str = "") -> None:
        """Claim a task where it is offered, and do it."""
        acting = Acting.alone(self.staff[by] if by else self.ann)
        task = Task.objects.with_instance().get(element=element, state=TaskState.OPEN)
        if by:
            workflow.claim(acting, task)
            task.refresh_from_db()
        if not task.form:
            workflow.complete_plain(acting, task)
            return
        self._fill(acting, workflow.fill_in(acting, task), pages, file, begin=1)

    def _fill(self, acting: Acting, draft: Draft, pages: tuple[Given, ...], file: str, *, begin: int) -> None:
        if file:
            question = next(one for one in draft.version.schema.every if one.name == file)
            sent = SimpleUploadedFile("proof.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
            kept = attach(acting, draft, question, sent)
            pages = (*pages[:-1], {**pages[-1], file: [kept.item]})
        for number, page in enumerate(pages, begin):
            forms.save(acting, draft, number, page)
        forms.submit(acting, draft)


@pytest.fixture
def office(setup: Acting) -> Callable[[str], Office]:
    return lambda name: Office(setup, name)


def ended(instance: Instance) -> tuple[str, set[str]]:
    instance.refresh_from_db()
    ends = {one for one, said in instance.version.elements.items() if said["kind"] == "endEvent"}
    return instance.state, set(instance.been) & ends


REPORT: Given = {"bins": ["garden"], "day": "", "place": "1 Quay Street", "out_by_six": "yes"}


@pytest.mark.django_db
def test_a_missed_bin_is_visited_until_it_is_empty(office: Callable[[str], Office], setup: Acting) -> None:
    house = office("missed-bin")
    today = clock.now().strftime("%d/%m/%Y")
    instance = house.hands_in("missed-bin", {**REPORT, "day": today})
    with clock.moved(days=3):
        assert workflow.fire_due(lambda: setup) == 1
    house.does("chase", by="Waste")
    house.does("visit", {"bin_empty": "no", "why_not": "not_out"}, by="Waste")
    house.does("again", {"come_again": "yes"})
    house.does("visit", {"bin_empty": "yes"}, by="Waste")
    assert ended(instance) == (State.FINISHED, {"closed", "chased"})
    assert keeping.values(instance.tokens)["outcome"] == "The bin was emptied."


@pytest.mark.django_db
def test_a_blue_badge_is_refused_and_then_sent_after_evidence_and_a_second_reading(
    office: Callable[[str], Office],
) -> None:
    house = office("blue-badge")
    first: Given = {"holder": "Ann Smith", "holder_born": "1 2 1950", "holder_address": ADDRESS}
    instance = house.hands_in("blue-badge", first, {"entitled_by": "pip"}, {}, file="identity")
    house.does("review", {"decision": "ask", "decision_reason": "The letter is missing."}, by="Blue badges")
    house.does("evidence", {}, file="more_proof")
    house.does("review", {"decision": "refuse", "decision_reason": "No."}, by="Blue badges")
    house.does("second", {"refusal_stands": "no", "second_reason": "It is all there."}, by="Blue badges")
    house.does("badge", by="Blue badges")
    assert ended(instance) == (State.FINISHED, {"sent"})


@pytest.mark.django_db
def test_an_application_without_the_evidence_asked_for_lapses(
    office: Callable[[str], Office], setup: Acting
) -> None:
    house = office("blue-badge")
    first: Given = {"holder": "Ann Smith", "holder_born": "1 2 1950", "holder_address": ADDRESS}
    instance = house.hands_in("blue-badge", first, {"entitled_by": "blind"}, {}, file="identity")
    house.does("review", {"decision": "ask", "decision_reason": "The letter is missing."}, by="Blue badges")
    with clock.moved(days=29):
        workflow.fire_due(lambda: setup)
    assert ended(instance) == (State.FINISHED, {"lapsed"})


@pytest.mark.django_db
def test_a_change_of_address_fans_out_to_those_who_have_to_know(office: Callable[[str], Office]) -> None:
    house = office("change-of-address")
    moves = clock.now().strftime("%d/%m/%Y")
    instance = house.hands_in(
        "change-of-address",
        {"new_address": ADDRESS, "moves_on": moves},
        {"services": ["council_tax", "parking"]},
    )
    house.does("check", {"address_usable": "no", "address_problem": "No such street."}, by="Council tax")
    house.does("correct", {"new_address": ADDRESS})
    house.does("check", {"address_usable": "yes"}, by="Council tax")
    waiting = Task.objects.filter(instance=instance, state=TaskState.OPEN).values_list("element", flat=True)
    assert sorted(waiting) == ["council_tax", "parking"]
    house.does("council_tax", by="Council tax")
    house.does("parking", by="Parking")
    assert ended(instance) == (State.FINISHED, {"closed"})
