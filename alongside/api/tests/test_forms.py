"""Forms and tasks by programs: the same rules as on the pages, with both people in every record."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.forms.models import Draft, Submission
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.actions.tokens import make_token
from alongside.people.models import Person, Tenant
from alongside.workflow import actions as workflow
from alongside.workflow.tests.drawn import drawn, flows
from tests.cast import AGENT, helping, make_person
from tests.council import resident
from tests.council import setup as setup
from tests.council import tenant as tenant

pytestmark = pytest.mark.django_db

FORM = {
    "pages": [
        {
            "title": "Report",
            "items": [
                {"type": "text", "name": "what", "label": "What", "required": True},
                {"type": "file", "name": "photo", "label": "A photo"},
            ],
        },
        {"title": "Who", "items": [{"type": "email", "name": "email", "label": "E-mail"}]},
    ]
}
PROCESS = drawn(
    '<startEvent id="s"/><userTask id="look" name="Look" camunda:candidateGroups="Crew"/>'
    '<userTask id="say" name="Say" alongside:form="say"/><endEvent id="e"/>' + flows("s>look>say>e")
)


class Program:
    def __init__(self, tenant: Tenant, agent: Person) -> None:
        _, token = make_token(
            Acting.alone(agent), "Program", scopes=["console.enter", "assisting.assist"], days=1
        )
        self.client = Client(headers={"host": tenant.domain, "authorization": f"Bearer {token}"})
        self.sitting: str | None = None

    def call(self, method: str, **params: Any) -> Any:
        """The result, or the code and the message of what was wrong."""
        if self.sitting is not None:
            params["assistance"] = self.sitting
        said = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = self.client.post("/api/", json.dumps(said), content_type="application/json").json()
        if "result" in answer:
            return answer["result"]
        return answer["error"]["code"], answer["error"].get("data", answer["error"]["message"])


@pytest.fixture
def agent(setup: Acting) -> Person:
    return make_person("Agatha", "Agent", rights=[*AGENT, "people.make_token"])


@pytest.fixture
def editor(tenant: Tenant) -> Acting:
    return Acting.alone(make_person("Edda", "Editor", rights=["forms.publish"]))


def test_a_form_is_filled_in_and_handed_in_for_whoever_is_helped(
    tenant: Tenant, agent: Person, editor: Acting, setup: Acting
) -> None:
    forms.publish(editor, slug="report", title="Report", definition=FORM)
    ann = resident(setup, email="ann@example.com")
    program, sitting = Program(tenant, agent), helping(agent, ann)
    assert sitting.assistance is not None
    program.sitting = str(sitting.assistance.pk)
    assert program.call("forms.find") == {"forms": [{"form": "report", "title": "Report"}]}
    asked = program.call("forms.read", form="report")
    assert (asked["version"], [page["title"] for page in asked["definition"]["pages"]]) == (
        1,
        ["Report", "Who"],
    )
    mine = str(uuid.uuid4())
    missing = program.call("forms.begin", form="report", draft=mine, answers={})
    assert missing == (-32602, {"fields": {"what": "Answer this question."}})
    for _ in range(2):
        begun = program.call("forms.begin", form="report", draft=mine, answers={"what": "A lamp"})
    assert (begun["draft"], begun["page"], begun["answers"]["what"]["by"]["name"]) == (mine, 2, agent.name)
    content = base64.b64encode(b"%PDF-1.4\n%%EOF").decode()
    item = program.call("forms.attach", draft=mine, question="photo", name="a.pdf", content=content)["item"]
    kept = program.call("forms.save", draft=mine, page=1, answers={"what": "A lamp", "photo": [item]})
    assert kept["answers"]["photo"]["value"] == [item]
    wrong = program.call("forms.save", draft=mine, page=2, answers={"email": "nobody"})
    assert (wrong[0], list(wrong[1]["fields"])) == (-32602, ["email"])
    typed = program.call("forms.save", draft=mine, page=2, answers={"email": "nobody"}, unfinished=True)
    assert typed["answers"]["email"]["typed"] == "nobody"
    program.call("forms.save", draft=mine, page=2, answers={"email": "ann@example.com"})
    assert [one["draft"] for one in program.call("forms.saved")["drafts"]] == [mine]
    done, again = (program.call("forms.submit", draft=mine) for _ in range(2))
    found = Submission.objects.get()
    assert (done, done["reference"]) == (again, found.reference)
    entry = Entry.objects.filter(kind="forms.submitted").get()
    assert (found.person_id, found.actor_id) == (ann.pk, agent.pk)
    assert (entry.actor_ref, entry.person_ref) == (agent.ref, ann.ref)


def test_what_is_not_theirs_or_does_not_fit_is_not_there(
    tenant: Tenant, agent: Person, editor: Acting, setup: Acting
) -> None:
    forms.publish(editor, slug="report", title="Report", definition=FORM)
    crew = people.create_group(setup, "Crew")
    forms.publish(editor, slug="crew", title="Crew", definition=FORM, groups=[crew])
    program = Program(tenant, agent)
    assert [one["form"] for one in program.call("forms.find")["forms"]] == ["report"]
    nothing = (-32002, "There is no such form.")
    assert [program.call("forms.read", form=one) for one in ("crew", "none")] == [nothing, nothing]
    ann = resident(setup, email="ann@example.com")
    version = forms.open_form(Acting.alone(ann), "report")
    theirs = forms.begin(Acting.alone(ann), version, {"what": "Mine"})
    gone = {program.call(f"forms.{one}", draft=str(theirs.pk)) for one in ("draft", "submit", "discard")}
    assert gone == {(-32002, "There is no such saved form.")}
    wrong: tuple[dict[str, Any], ...] = (
        {"page": 9},
        {"page": True},
        {"answers": []},
        {"answers": {"what": 1}},
        {"draft": "x"},
    )
    for bad in wrong:
        assert program.call("forms.begin", form="report", **bad)[0] == -32602
    own = program.call("forms.begin", form="report", answers={"what": "A"})["draft"]
    assert program.call("forms.discard", draft=own) == {"draft": own, "discarded": True}
    assert program.call("forms.submit", draft=own) == (-32002, "There is no such saved form.")
    assert Draft.objects.get(pk=theirs.pk).answers["what"]["value"] == "Mine"


def test_tasks_are_found_claimed_and_done(
    tenant: Tenant, agent: Person, editor: Acting, setup: Acting
) -> None:
    crew = people.create_group(setup, "Crew")
    say = {"pages": [{"title": "Say", "items": [{"type": "text", "name": "said", "label": "Said"}]}]}
    forms.publish(editor, slug="say", title="Say", definition=say)
    plan = workflow.look_at(PROCESS)
    workflow.deploy(setup, slug="bin", title="Bin", plan=plan, agreed=plan.mark)
    program = Program(tenant, agent)
    instance = workflow.start(Acting.alone(agent), "bin")
    assert program.call("tasks.find") == {"assigned": [], "claimable": [], "more": False}
    assert program.call("tasks.claimNext") == {"task": None}
    crew.memberships.create(person=agent)
    (offered,) = program.call("tasks.find")["claimable"]
    assert (offered["name"], offered["process"], offered["initiator"]) == ("Look", "bin", agent.name)
    task = offered["task"]
    assert program.call("tasks.complete", task=task)[0] in (-32001, -32002)  # not claimed yet
    for method in ("claimNext", "release", "claim", "complete"):
        told = program.call(f"tasks.{method}", task=task)
    assert (told["task"], told["state"]) == (task, "done")
    late = program.call("tasks.complete", task=task)
    assert (late[0], "done already, by you" in late[1]) == (-32002, True)
    (mine,) = program.call("tasks.find")["assigned"]
    assert program.call("tasks.complete", task=mine["task"]) == (
        -32002,
        "This task is done by filling in its form.",
    )
    draft = program.call("tasks.fillIn", task=mine["task"])["draft"]
    program.call("forms.save", draft=draft, answers={"said": "Done"})
    program.call("forms.submit", draft=draft)
    instance.refresh_from_db()
    assert instance.state == "finished"
    assert program.call("tasks.read", task=str(uuid.uuid4())) == (-32002, "There is no such task.")
