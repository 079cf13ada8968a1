"""Processes from being deployed to their end, with both people in every record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core import mail

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Group, Person
from alongside.workflow import actions as workflow
from alongside.workflow import handlers
from alongside.workflow.actions.noticing import tell_of_waiting
from alongside.workflow.models import Instance, State, Task, TaskState, Timer
from alongside.workflow.options import Options, Telling
from alongside.workflow.tests.drawn import drawn, flows, line
from tests.cast import AGENT, helping, make_person
from tests.council import resident
from tests.council import setup as setup
from tests.council import tenant as tenant

pytestmark = pytest.mark.django_db

CREW = drawn(
    '<startEvent id="s"/><userTask id="look" name="Look for it" camunda:candidateGroups="Crew"/>'
    '<userTask id="say" name="Say how it went"/><endEvent id="e"/>' + flows("s>look>say>e")
)
WAIT = drawn(
    '<startEvent id="s"/><userTask id="a"/><boundaryEvent id="late" attachedToRef="a"><timerEventDefinition>'
    "<timeDuration>P3D</timeDuration></timerEventDefinition></boundaryEvent>"
    '<userTask id="b"/><endEvent id="e"/>' + flows("s>a>e", "late>b>e")
)
MAIL = drawn(
    '<startEvent id="s"/><serviceTask id="m" alongside:handler="mail"><extensionElements>'
    '<alongside:with name="subject" value="\'About \' + initiator"/></extensionElements></serviceTask>'
    '<endEvent id="e"/>' + flows("s>m>e")
)


def deployed(setup: Acting, text: bytes, slug: str = "missed-bin") -> None:
    plan = workflow.look_at(text)
    workflow.deploy(setup, slug=slug, title="Missed bin", plan=plan, agreed=plan.mark)


@pytest.fixture
def ann(setup: Acting) -> Person:
    return resident(setup, email="ann@example.com")


@pytest.fixture
def crew(setup: Acting) -> Group:
    return people.create_group(setup, "Crew")


def member(group: Group, name: str = "Carl") -> Person:
    person = make_person(name, "Crew")
    group.memberships.create(person=person)
    return person


def the_task(instance: Instance) -> Task:
    return Task.objects.with_instance().get(instance=instance, state=TaskState.OPEN)


def test_what_is_changed_is_agreed_to_before_it_is_deployed(setup: Acting) -> None:
    plan = workflow.look_at(drawn(line("startEvent", "task", "endEvent")))
    for agreed in ("", "something else"):
        with pytest.raises(workflow.NotAgreed):
            workflow.deploy(setup, slug="bin", title="Bin", plan=plan, agreed=agreed)
    version = workflow.deploy(setup, slug="bin", title="Bin", plan=plan, agreed=plan.mark)
    again = workflow.deploy(setup, slug="bin", title="Bin", plan=plan, agreed=plan.mark)
    assert (version.number, again.number, version.changes[0]["element"]) == (1, 2, "n1")


def test_what_cannot_be_started_is_not_deployed() -> None:
    with pytest.raises(workflow.NotRunnable):
        workflow.look_at(
            drawn(
                '<startEvent id="s"/><scriptTask id="a"><script>x = 1 / 0</script></scriptTask>'
                + flows("s>a")
            )
        )


def test_only_who_may_deploy_deploys(setup: Acting, ann: Person) -> None:
    with pytest.raises(Refused):
        workflow.deploy(Acting.alone(ann), slug="x", title="X", plan=workflow.look_at(CREW))


def test_an_agent_starts_claims_and_completes_for_the_person(setup: Acting, crew: Group) -> None:
    deployed(setup, CREW)
    carl, bob = member(crew), make_person("Bob", "Helper", rights=AGENT)
    acting = helping(bob, carl)
    instance = workflow.start(acting, "missed-bin", {"street": "High St"})
    assert (instance.person_id, instance.initiator_proxy) == (carl.pk, "Bob Helper")
    assert not Task.objects.claimable_by(acting.as_oneself()).exists()
    workflow.claim(acting, the_task(instance))
    workflow.release(acting, the_task(instance))
    claimed = workflow.claim_next(acting)
    assert claimed is not None
    workflow.complete(acting, claimed, {"found": True})
    deeds = [(one.did, one.user, one.proxy_user) for one in claimed.deeds.order_by("at")]
    assert deeds == [
        (did, "Carl Crew", "Bob Helper") for did in ("claimed", "released", "claimed", "completed")
    ]
    workflow.complete(acting, the_task(instance))
    instance.refresh_from_db()
    assert (instance.state, instance.been) == (State.FINISHED, instance.been)
    assert {"s", "look", "say", "e"} <= set(instance.been)


def test_whoever_acts_alone_has_no_proxy(setup: Acting, crew: Group) -> None:
    deployed(setup, CREW)
    carl = Acting.alone(member(crew))
    instance = workflow.start(carl, "missed-bin")
    task = workflow.claim(carl, the_task(instance))
    assert [(one.user, one.proxy_user) for one in task.deeds.all()] == [("Carl Crew", "")]
    assert instance.initiator_proxy == ""


def test_the_right_to_claim_comes_from_whose_tasks_are_shown(setup: Acting, crew: Group, ann: Person) -> None:
    deployed(setup, CREW)
    bob = make_person("Bob", "Helper", rights=AGENT)
    crew.memberships.create(person=bob)
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    acting = helping(bob, ann)
    with pytest.raises(Refused):
        workflow.claim(acting, the_task(instance))
    assert [list(Task.objects.claimable_by(one)) for one in (acting, acting.as_oneself())] == [
        [],
        [the_task(instance)],
    ]
    task = workflow.claim(acting.as_oneself(), the_task(instance))
    assert [(one.user, one.proxy_user) for one in task.deeds.all()] == [("Bob Helper", "")]


def test_of_two_who_complete_one_task_the_first_does(setup: Acting, ann: Person) -> None:
    deployed(setup, drawn(line("startEvent", "userTask", "endEvent")))
    acting = Acting.alone(ann)
    task = the_task(workflow.start(acting, "missed-bin"))
    workflow.complete(acting, task)
    with pytest.raises(workflow.NotNow) as late:
        workflow.complete(acting, task)
    assert str(late.value) == "The process is finished."


def test_somebody_elses_task_is_left_alone(setup: Acting, crew: Group, ann: Person) -> None:
    deployed(setup, CREW)
    carl, cora = Acting.alone(member(crew)), Acting.alone(member(crew, "Cora"))
    task = the_task(workflow.start(Acting.alone(ann), "missed-bin"))
    workflow.claim(carl, task)
    for deed in (workflow.claim, workflow.complete, workflow.release):
        with pytest.raises(workflow.NotNow) as late:
            deed(cora, task)
        assert str(late.value) == "Somebody else has this task now."


def test_a_time_that_comes_is_fired_once(setup: Acting, ann: Person) -> None:
    deployed(setup, WAIT)
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    assert (workflow.fire_due(lambda: setup), Timer.objects.count()) == (0, 1)
    with clock.moved(days=4):
        assert (workflow.fire_due(lambda: setup), workflow.fire_due(lambda: setup)) == (1, 0)
    assert (the_task(instance).element, Task.objects.get(element="a").state) == ("b", TaskState.WITHDRAWN)


def test_a_handler_does_its_work(setup: Acting, ann: Person) -> None:
    deployed(setup, MAIL)
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    assert [(one.to, one.subject) for one in mail.outbox] == [(["ann@example.com"], f"About {ann.name}")]
    assert instance.state == State.FINISHED


def test_a_process_changes_the_profile_as_the_house_and_never_the_address_that_opens_it(
    setup: Acting, ann: Person
) -> None:
    text = MAIL.replace(b'handler="mail"', b'handler="profile"')
    deployed(setup, text.replace(b'"subject"', b'"account_number"'))
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    ann.refresh_from_db()
    assert (ann.value("account_number"), instance.state) == (f"About {ann.name}", State.FINISHED)
    entry = Entry.objects.of_kinds("people.corrected").get()
    assert (entry.actor_ref, entry.person_ref) == (handlers.house_of(instance).actor.ref, ann.ref)
    for name, problem in (("email", "E-mail addresses are changed by people"), ("nothing", "nothing")):
        deployed(setup, text.replace(b'"subject"', f'"{name}"'.encode()))
        task = Task.objects.get(instance=workflow.start(Acting.alone(ann), "missed-bin"))
        assert (task.state, problem in task.problem) == (TaskState.FAILED, True)


@pytest.fixture
def failing() -> Iterator[list[bool]]:
    """A handler that fails until the list is emptied."""
    fails = [True]

    def do(acting: Acting, instance: Instance, given: Mapping[str, Any]) -> Mapping[str, Any]:
        if fails:
            raise OSError("the other side is down")
        return {"sent": True}

    handlers.register("tests.failing", "Fail", do)
    yield fails
    del handlers._all["tests.failing"]


def test_a_handler_that_fails_is_tried_again_and_then_by_hand(
    setup: Acting, ann: Person, failing: list[bool]
) -> None:
    deployed(setup, MAIL.replace(b'handler="mail"', b'handler="tests.failing"'))
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    task = Task.objects.get(instance=instance)
    assert (task.state, task.attempts, task.problem) == (TaskState.OPEN, 1, "OSError: the other side is down")
    for hours in (1, 2, 6, 12):
        with clock.moved(hours=hours):
            assert (hours, workflow.try_again_due(lambda: setup)) == (hours, 1)
    task.refresh_from_db()
    assert (task.state, task.attempts, task.next_at) == (TaskState.FAILED, 5, None)
    failing.clear()
    assert workflow.retry(setup, instance).state == State.FINISHED


def test_a_suspended_process_stands_still(setup: Acting, ann: Person) -> None:
    deployed(setup, WAIT)
    acting = Acting.alone(ann)
    instance = workflow.start(acting, "missed-bin")
    workflow.suspend(setup, instance)
    with pytest.raises(workflow.NotNow):
        workflow.complete(acting, the_task(instance))
    with clock.moved(days=4):
        assert workflow.fire_due(lambda: setup) == 0
        workflow.resume(setup, instance)
        assert workflow.fire_due(lambda: setup) == 1


def test_a_cancelled_process_has_ended(setup: Acting, ann: Person) -> None:
    deployed(setup, WAIT)
    instance = workflow.cancel(setup, workflow.start(Acting.alone(ann), "missed-bin"))
    left = (Timer.objects.count(), Task.objects.filter(state=TaskState.OPEN).count())
    assert (instance.state, left) == (State.CANCELLED, (0, 0))
    with pytest.raises(workflow.NotNow):
        workflow.resume(setup, instance)


def test_a_task_is_given_to_somebody(setup: Acting, crew: Group, ann: Person) -> None:
    deployed(setup, CREW)
    carl = member(crew)
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    workflow.reassign(setup, the_task(instance), carl)
    assert list(Task.objects.assigned_to(Acting.alone(carl))) == [the_task(instance)]


def test_whoever_a_task_waits_for_hears_of_it_where_the_house_wants_that(
    setup: Acting, crew: Group, ann: Person
) -> None:
    deployed(setup, CREW)
    carl, cora = member(crew), member(crew, "Cora")
    Person.objects.filter(pk__in=(carl.pk, cora.pk)).update(email="crew@example.com")

    def told(telling: Telling, **later: int) -> list[str]:
        """Who hears of what was started now, so much later."""
        workflow.arrange_tasks(setup, Options(telling=telling))
        instance = workflow.start(Acting.alone(ann), "missed-bin")
        if telling is Telling.ASSIGNEES:
            workflow.reassign(setup, the_task(instance), carl)
        mail.outbox.clear()
        with clock.moved(**later):
            many = tell_of_waiting(lambda: setup)
            assert (many, tell_of_waiting(lambda: setup)) == (int(bool(mail.outbox)), 0)
        return sorted(" ".join(one.to) for one in mail.outbox)

    assert told(Telling.NOBODY, minutes=5) == []
    assert told(Telling.ASSIGNEES, seconds=5) == ["crew@example.com"]
    assert "waits for you" in mail.outbox[0].body
    assert told(Telling.EVERYBODY, seconds=5) == []
    Task.objects.update(tell_at=None)
    assert told(Telling.EVERYBODY, minutes=5) == ["crew@example.com"] * 2
    assert "to be claimed" in mail.outbox[0].body
    assert Entry.objects.of_kinds("workflow.told_of_task").count() == 2


def test_a_message_lets_a_process_go_on(setup: Acting, ann: Person) -> None:
    caught = (
        '<intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>'
    )
    text = drawn(
        f'<startEvent id="s"/>{caught}<endEvent id="e"/>' + flows("s>m>e"),
        beside='<message id="M" name="paid"/>',
    )
    deployed(setup, text)
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    assert (workflow.tell(setup, "message", "other"), workflow.tell(setup, "message", "paid")) == (0, 1)
    instance.refresh_from_db()
    assert instance.state == State.FINISHED


def test_what_goes_wrong_by_itself_is_kept_and_said(setup: Acting, ann: Person) -> None:
    text = WAIT.replace(b'<userTask id="b"/>', b'<scriptTask id="b"><script>x = 1 / 0</script></scriptTask>')
    deployed(setup, text)
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    with clock.moved(days=4):
        workflow.fire_due(lambda: setup)
    instance.refresh_from_db()
    assert (instance.state, instance.problem_at) == (State.STUCK, "b")
