"""Forms that begin processes, and forms in tasks."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.assisting.tests.test_mount import help_person
from alongside.forms import actions as forms
from alongside.forms.following import Held
from alongside.forms.models import Draft, Submission
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Group, Person
from alongside.workflow import actions as workflow
from alongside.workflow import keeping
from alongside.workflow.models import Instance, State, Task, TaskForm, TaskState
from alongside.workflow.tests.drawn import drawn, flows
from alongside.workflow.tests.test_actions import deployed, member
from tests.cast import make_person
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db

REPORT = {
    "process": "missed-bin",
    "pages": [
        {
            "title": "Which?",
            "items": [
                {"type": "text", "name": "street", "label": "In which street?", "required": True},
                {"type": "number", "name": "bins", "label": "How many bins?"},
            ],
        }
    ],
}
CHECK = {
    "pages": [
        {
            "title": "Found?",
            "items": [{"type": "yes_no", "name": "found", "label": "Was it there?", "required": True}],
        }
    ]
}
LOOK = drawn(
    '<startEvent id="s"/><userTask id="look" name="Look for it" camunda:candidateGroups="Crew"'
    ' camunda:formKey="check"/><exclusiveGateway id="g" default="g_say"/>'
    '<userTask id="say" name="Say where it is"/><endEvent id="e"/>'
    + flows("s>look>g>say>e")
    + '<sequenceFlow id="yes" sourceRef="g" targetRef="e"><conditionExpression>found and bins &gt; 1'
    "</conditionExpression></sequenceFlow>"
)


@pytest.fixture
def crew(setup: Acting) -> Group:
    return people.create_group(setup, "Crew")


@pytest.fixture
def house(setup: Acting, crew: Group) -> None:
    deployed(setup, LOOK)
    forms.publish(setup, slug="report", title="Report a bin", definition=REPORT)
    forms.publish(setup, slug="check", title="Check a bin", definition=CHECK, groups=[crew])


@pytest.fixture
def smith(setup: Acting) -> Person:
    return resident(setup)


def shown(answer: Any) -> str:
    text: str = unescape(answer.content.decode())
    return text


def reported(acting: Acting) -> Submission:
    draft = forms.begin(acting, forms.open_form(acting, "report"), {"street": "High St", "bins": "2"})
    return forms.submit(acting, draft)


def opened(client: Client, task: Task, mount: str = "/") -> str:
    """The address of the page of the task's form."""
    answer = client.post(f"{mount}tasks/{task.pk}/form/")
    assert answer.status_code == 303
    return str(answer["Location"])


def test_a_form_begins_a_process_which_another_form_ends(house: None, smith: Person, crew: Group) -> None:
    submission = reported(Acting.alone(smith))
    task = Task.objects.get()
    assert keeping.values(task.instance.tokens)["bins"] == 2
    request = f"/requests/{submission.pk}/"
    assert "being done" in shown(browser_of(smith).get(request))
    carl = browser_of(member(crew))
    carl.post(f"/tasks/{task.pk}/claim/")
    page = shown(carl.get(f"/tasks/{task.pk}/"))
    assert ("In which street?" in page, "High St" in page, "Fill in the form" in page) == (True, True, True)
    assert carl.post(f"/tasks/{task.pk}/completion/").status_code == 409  # it has a form
    form = opened(carl, task)
    assert opened(carl, task) == form  # where it was left
    carl.post(form, {"found": "yes", "then": "next"})
    done = carl.post(form.replace("pages/1/", "pages/summary/"))
    assert done.status_code == 303
    instance = Instance.objects.get()
    assert (instance.state, "look" in instance.been, "say" in instance.been) == (State.FINISHED, True, False)
    assert "being done" not in shown(browser_of(smith).get(request))
    kinds = [one.kind for one in Entry.objects.newest_first()[:2]]
    assert kinds == ["forms.submitted", "workflow.task_completed"]


def test_an_agent_fills_in_the_form_of_a_task_for_whoever_has_it(
    house: None, smith: Person, crew: Group
) -> None:
    """The task is the person's, the form is the agent's own to open (spec 4.8)."""
    reported(Acting.alone(smith))
    task, carl = Task.objects.get(), member(crew)
    bob = make_person("Bob", "Helper", rights=["console.enter", "assisting.assist"])
    client = browser_of(bob)
    mount = help_person(client, carl)
    client.post(f"{mount}tasks/next/")
    refused = client.post(f"{mount}tasks/{task.pk}/form/")
    assert (refused.status_code, "Its form is for others" in shown(refused)) == (403, True)
    crew.memberships.create(person=bob)
    form = opened(browser := client, task, mount)
    browser.post(form, {"found": "yes", "then": "next"})
    browser.post(form.replace("pages/1/", "pages/summary/"))
    deeds = [(one.did, one.user, one.proxy_user) for one in task.deeds.order_by("at")]
    assert deeds == [("claimed", "Carl Crew", "Bob Helper"), ("completed", "Carl Crew", "Bob Helper")]


def test_the_form_of_a_task_that_was_done_meanwhile_stays_and_says_so(
    house: None, smith: Person, crew: Group, setup: Acting
) -> None:
    reported(Acting.alone(smith))
    task, carl = Task.objects.get(), member(crew)
    client = browser_of(carl)
    client.post(f"/tasks/{task.pk}/claim/")
    form = opened(client, task)
    client.post(form, {"found": "yes", "then": "next"})
    workflow.cancel(setup, task.instance)
    late = client.post(form.replace("pages/1/", "pages/summary/"))
    assert (late.status_code, "The process is cancelled." in shown(late)) == (409, True)
    draft = TaskForm.objects.get().draft
    assert (draft.handed_in_at, draft.answers["found"]["value"]) == (None, True)
    with pytest.raises(Held):
        forms.submit(Acting.alone(carl), draft)


def test_what_is_handed_in_arrives_also_where_its_process_cannot_begin(setup: Acting, smith: Person) -> None:
    forms.publish(setup, slug="report", title="Report a bin", definition=REPORT)
    submission = reported(Acting.alone(smith))
    entry = Entry.objects.of_kinds("workflow.not_started").get().open()
    assert (Submission.objects.get(), Instance.objects.count()) == (submission, 0)
    assert entry.data["why"] == "there is no such process"


def test_a_task_whose_form_is_not_there_says_so(setup: Acting, smith: Person) -> None:
    deployed(setup, drawn('<startEvent id="s"/><userTask id="a" camunda:formKey="gone"/>' + flows("s>a")))
    workflow.start(Acting.alone(smith), "missed-bin")
    answer = browser_of(smith).post(f"/tasks/{Task.objects.get().pk}/form/")
    assert (answer.status_code, "Its form, gone, is not in use." in shown(answer)) == (409, True)
    assert (Draft.objects.count(), Task.objects.get().state) == (0, TaskState.OPEN)
