"""The table of roles (spec 2.2) through the page and the API: each answers what the rules say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.actions.forwarding import reply
from alongside.desk.experts import token_of
from alongside.desk.models import Forwarding, Question, Topic, rights_of
from alongside.desk.rules import Act, Facts, State, decide
from alongside.desk.tests.conftest import segment, staffed, topics
from alongside.people import roles
from alongside.people.actions.tokens import make_token
from alongside.people.models import Person, Tenant
from tests.cast import make_person, sign_in
from tests.council import setup, tenant

__all__ = ["segment", "setup", "staffed", "tenant", "topics"]

pytestmark = pytest.mark.django_db

ROLES = ("CSR", "QA CSR", "QA Manager", "CSR Manager", "Administrator", "Superuser")
# Each act as the page's noun and the API's method; `{…}` are filled in below.
ACTS: dict[Act, tuple[str, str, dict[str, Any]]] = {
    Act.PICK: ("picking", "pick", {}),
    Act.REASSIGN: ("assignment", "assign", {"to": "colleague"}),
    Act.RETURN: ("return", "return", {}),
    Act.SEND: ("answer", "send", {"text": "On Tuesday."}),
    Act.PROPOSE: ("proposal", "propose", {"text": "On Tuesday."}),
    Act.DECIDE: ("approval", "approve", {"text": "On Tuesday."}),
    Act.RESOLVE: ("resolution", "resolve", {}),
    Act.RETOPIC: ("topic", "changeTopic", {"to": "topic"}),
    Act.SET_ASIDE: ("setting-aside", "setAside", {}),
    Act.FORWARD: (
        "forwarding",
        "forward",
        {"name": "Erna Expert", "address": "erna@lab.example", "asked": "Is it toxic?", "days": 14},
    ),
}
STATES = {Act.PICK: State.UNASSIGNED, Act.DECIDE: State.PENDING}


@dataclass
class Agent:
    role: str
    acting: Acting
    client: Client
    token: str

    def call(self, method: str, **params: Any) -> Any:
        said = {"jsonrpc": "2.0", "id": 1, "method": f"desk.{method}", "params": params}
        answer = self.client.post(
            "/api/",
            json.dumps(said),
            content_type="application/json",
            headers={"authorization": f"Bearer {self.token}"},
        )
        assert answer.status_code == 200, answer.content
        return answer.json()


def agent_of(role: str, tenant: Tenant, *, number: int = 0) -> Agent:
    rights = [*roles.STANDARD[role], "people.make_token"]
    person = make_person(f"{role.replace(' ', '')}{number}", "Desk", rights=rights)
    acting = Acting.alone(person)
    held = sorted(right for right in person.standing.rights if right.startswith("desk."))
    _, token = make_token(acting, "Program", scopes=held, days=1)
    return Agent(role, acting, sign_in(tenant, person), token)


def test_every_cell_of_the_table_through_the_page_and_the_api(
    tenant: Tenant, ann: Person, topics: dict[str, Topic], setup: Acting
) -> None:
    colleague = make_person("Carl", "Colleague", rights=list(roles.STANDARD["CSR"]))
    superuser = Acting.alone(make_person("Susan", "Super", rights=list(roles.STANDARD["Superuser"])))
    wrong, asked = [], 0
    for role in ROLES:
        agent = agent_of(role, tenant)
        for act, (noun, method, said) in ACTS.items():
            for mine in (False, True):
                if act is Act.PICK and mine:
                    continue  # that is of what is in nobody's hands
                state = STATES.get(act, State.ASSIGNED)
                facts = Facts(act, state, rights_of(frozenset(roles.STANDARD[role])), True, mine, False)
                expected = bool(decide(facts))
                for door in ("page", "api"):
                    with transaction.atomic():
                        question = prepared(superuser, agent, ann, topics["Waste"], state, mine=mine)
                        if door == "page":
                            form = dict(said)
                            if "to" in form:
                                form["to"] = colleague.pk if act is Act.REASSIGN else topics["Complaints"].pk
                            answer = agent.client.post(f"/console/desk/questions/{question.pk}/{noun}/", form)
                            allowed = {303: True, 403: False}[answer.status_code]
                        else:
                            params: dict[str, Any] = {"question": str(question.pk)}
                            if "to" in said:
                                key = "agent" if act is Act.REASSIGN else "topic"
                                params[key] = colleague.pk if key == "agent" else topics["Complaints"].pk
                            else:
                                params |= said
                            allowed = "result" in agent.call(method, **params)
                        asked += 1
                        if allowed is not expected:
                            wrong.append((role, act, mine, door, allowed))
                        transaction.set_rollback(True)
    assert wrong == []
    assert asked == len(ROLES) * (2 * len(ACTS) - 1) * 2


def prepared(
    superuser: Acting, agent: Agent, person: Person, topic: Topic, state: State, *, mine: bool
) -> Question:
    """A question in this state, in the agent's hands or in those of the Superuser."""
    question = desk.ask(Acting.alone(person), topic, text="When is it emptied?")
    if state is State.UNASSIGNED:
        return question
    desk.pick(superuser, question)
    if state is State.PENDING:
        desk.propose(superuser, question, "Perhaps.")
    if mine:
        desk.reassign(superuser, question, agent.acting.actor)  # type: ignore[arg-type]  # a Person
    return question


def test_a_program_gets_reads_and_answers_questions(
    tenant: Tenant, ann: Person, topics: dict[str, Topic]
) -> None:
    agent = agent_of("CSR", tenant)
    question = desk.ask(Acting.alone(ann), topics["Waste"], text="When is it emptied?")
    assert agent.call("getNext")["result"] == {"questions": [str(question.pk)]}
    assert agent.call("getNext")["result"] == {"questions": []}
    read = agent.call("read", question=str(question.pk))["result"]
    assert [one["text"] for one in read["conversation"]] == ["When is it emptied?"]
    assert agent.call("pick", question=str(question.pk))["error"]["code"] == -32601  # no scope of theirs
    assert agent.call("send", question=str(question.pk), text=" ")["error"]["code"] == -32602
    assert agent.call("send", question="7", text="Hm.")["error"]["code"] == -32602
    unknown = agent.call("send", question="00000000-0000-4000-8000-000000000000", text="Hm.")
    assert unknown["error"] == {"code": -32002, "message": "There is no such question."}
    sent = agent.call("send", question=str(question.pk), text="On Tuesday.")["result"]
    assert (sent["state"], sent["resolution"]) == ("resolved", "answered")
    again = agent.call("send", question=str(question.pk), text="Again.")
    assert (again["error"]["code"], again["error"]["message"]) == (-32001, "Refused: question-resolved.")


def test_programs_join_and_split_conversations(tenant: Tenant, ann: Person, topics: dict[str, Topic]) -> None:
    agent = agent_of("CSR Manager", tenant)
    first, second = (desk.ask(Acting.alone(ann), topics["Waste"], text=text) for text in ("One", "Two"))
    reference = first.conversation.reference
    assert "error" in agent.call("merge", question=str(second.pk), conversation="nowhere")
    told = agent.call("merge", question=str(second.pk), conversation=reference)
    assert told["result"]["reference"] == reference
    assert agent.call("split", question=str(second.pk))["result"]["reference"] != reference


def test_programs_ask_outside_and_read_what_is_replied(
    tenant: Tenant, ann: Person, topics: dict[str, Topic], setup: Acting
) -> None:
    agent = agent_of("CSR", tenant)
    question = desk.ask(Acting.alone(ann), topics["Waste"], text="What is this powder?")
    agent.call("getNext")
    asked = {"name": "Erna Expert", "address": "erna@lab.example", "asked": "Is it toxic?"}
    odd = agent.call("forward", question=str(question.pk), **asked | {"address": "nowhere"})
    assert (odd["error"]["code"], "address" in str(odd["error"])) == (-32602, True)
    assert "result" in agent.call("forward", question=str(question.pk), **asked)
    made = Forwarding.objects.get()
    assert (made.passes_thread, made.passes_files, made.names_customer) == (True, False, False)
    reply(setup, made, "It is flour.")
    (told,) = agent.call("read", question=str(question.pk))["result"]["experts"]
    assert told["name"] == "Erna Expert"
    assert [one["text"] for one in told["replies"]] == ["It is flour."]
    assert told["link"].endswith(f"/questions/experts/{token_of(made)}/")
