"""Cases by programs: the rows of the specification (2.3) and everything that is done to a case (J11)."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType, Note
from alongside.cases.tests.conftest import (
    case,
    groups,
    mary,
    may_help_staff,
    missed_bin,
    nora,
    setup,
    staff,
    tenant,
)
from alongside.cases.tests.test_rows import GROUP_OF, ROWS
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.actions.tokens import make_token
from alongside.people.models import Group, Person, Tenant
from tests.cast import AGENT, helping, make_person

__all__ = ["case", "groups", "mary", "may_help_staff", "missed_bin", "nora", "setup", "tenant"]

pytestmark = pytest.mark.django_db

RIGHTS = [*AGENT, "people.make_token"]
NOWHERE = "00000000-0000-4000-8000-000000000000"


class Program:
    """A program of an agent's, in their sitting where they help somebody."""

    def __init__(self, tenant: Tenant, agent: Person, sitting: str | None = None) -> None:
        held = [one for one in AGENT if one in agent.standing.rights and one.startswith(("cases.", "assist"))]
        _, self.token = make_token(Acting.alone(agent), "Program", scopes=[*held, "console.enter"], days=1)
        self.client, self.sitting = Client(headers={"host": tenant.domain}), sitting

    def call(self, method: str, **params: Any) -> Any:
        if self.sitting is not None:
            params.setdefault("assistance", self.sitting)
        answer = self.client.post(
            "/api/",
            json.dumps({"jsonrpc": "2.0", "id": 1, "method": f"cases.{method}", "params": params}),
            content_type="application/json",
            headers={"authorization": f"Bearer {self.token}"},
        )
        assert answer.status_code == 200, answer.content
        return answer.json()


def test_every_row_through_the_api(
    tenant: Tenant, case: Case, groups: dict[str, Group], ann: Person, anonymous: Person, setup: Acting,
    may_help_staff: Any,
) -> None:  # fmt: skip
    wrong: list[Any] = []
    for gate in (True, False):
        for row in ROWS:
            with transaction.atomic():
                wrong += _wrong(row, gate, tenant, case, groups, ann, anonymous, may_help_staff)
                transaction.set_rollback(True)
    assert wrong == []


def _wrong(
    row: Any, gate: bool, tenant: Tenant, case: Case, groups: Any, ann: Person, nobody: Person, leave: Any
) -> list[Any]:
    agent, helped, views, acts, manages = row
    rights = [right for right in RIGHTS if gate or right != "cases.enquire"]
    actor = staff("Agatha", *([groups[GROUP_OF[agent]]] if agent in GROUP_OF else []), rights=rights)
    leave(actor)
    person, sitting = actor, None
    if helped in GROUP_OF:
        person = staff("Percy", groups[GROUP_OF[helped]])
    elif helped != "nobody":
        person = {"owner": ann, "anonymous": nobody}.get(helped) or make_person("Stan", "Stranger")
    program = Program(tenant, actor)
    if helped != "nobody":
        assistance = helping(actor, person).assistance
        assert assistance is not None
        program.sitting = sitting = str(assistance.pk)
    rows = program.call("find")["result"]["cases"]
    found = [rows == [] or rows[0]["opens"] is not (views and gate)]
    if not gate:
        return [(row, gate, found)] if any(found) or "error" not in program.call("read", case="") else []
    found.append(("result" in program.call("read", case=str(case.pk))) is not views)
    for method, allowed, said in (
        ("changeContact", acts, {"contact": {"telephone": "01632 960100"}}),
        ("escalate", manages, {}),
        ("note", views, {"text": "They rang again."}),
    ):
        before = Entry.objects.count()
        answer = program.call(method, case=str(case.pk), **said)
        code = answer.get("error", {}).get("code")
        found.append(code != (None if allowed else -32001 if views else -32002))
        told = [(one.actor_ref, one.person_ref, str(one.assistance_id)) for one in
                Entry.objects.filter(number__gte=before)]  # fmt: skip
        found.append(len(told) > 1 or any(one != (actor.ref, person.ref, str(sitting)) for one in told))
        found.append(allowed and len(told) != 1)
    return [(row, gate, found)] if any(found) else []


def test_a_program_lives_through_a_case(
    tenant: Tenant, mary: Person, nora: Person, missed_bin: CaseType, setup: Acting
) -> None:
    mary = staff("Martha", Group.objects.get(name="Waste managers"), rights=RIGHTS)
    program = Program(tenant, mary)
    known = program.call("types")["result"]["types"]
    assert [(one["type"], one["subtype"]) for one in known] == [("missed-bin", ["Refuse", "Recycling"])]

    asked = {"type": "missed-bin", "title": "The bin was not emptied", "subtype": "refuse"}
    raised = program.call("raise", **asked)["result"]
    again = program.call("raise", **asked)["error"]
    assert again == {"code": -32002, "message": f"There is one already: {raised['reference']}."}
    other = program.call("raise", **asked, anyway=True)["result"]
    assert (raised["status"], raised["subtype"], raised["follow"]) == ("New", "Refuse", None)

    def do(method: str, **params: Any) -> Any:
        answer = program.call(method, case=raised["case"], **params)
        assert "result" in answer, (method, answer)
        return answer["result"]

    assert do("claim")["assignee"] == mary.pk
    assert do("release")["assignee"] is None
    assert do("assign", person=mary.pk)["status"] == "Open"
    assert do("changeStatus", status="on hold")["status"] == "On hold"
    assert do("changeStage", stage="Collect")["stage"] == "Collect"
    assert do("changeSubtype", subtype="Recycling")["subtype"] == "Recycling"
    before = do("note", text="They rang.")["target"]
    assert do("extend", amount=2, reason="The crew is ill")["target"] > before
    assert do("ask", text="Which gate?")["waits"] is True
    assert do("askNoMore")["waits"] is False
    do("ask", text="Which gate?")
    assert do("answer", text="The green one")["waits"] is False
    do("notePrivately", text="Rude.")
    do("changeContact", contact={"telephone": "01632 960100"})
    do("link", other=other["case"], how="parent")
    assert do("escalate")["status"] == "Escalated"
    waiting = program.call("read", case=raised["case"])["result"]["tasks"]
    assert [one["state"] for one in waiting] == ["open"]
    do("settleTask", task=waiting[0]["task"], to="done")
    content = base64.b64encode(b"%PDF-1.7 the bin").decode()
    do("attach", name="bin.pdf", content=content)
    (file,) = program.call("read", case=raised["case"])["result"]["files"]
    fetched = program.call("file", case=raised["case"], file=file["file"])["result"]
    assert (fetched["name"], fetched["public"], fetched["content"]) == (
        "bin.pdf",
        True,
        content,
    )  # of its owner
    assert program.call("attach", case=raised["case"], name="bin.pdf", content="%")["error"]["code"] == -32602
    begins = (clock.now() + timedelta(days=3)).isoformat()
    do("appoint", how="telephone", begins=begins, minutes=20)
    (met,) = program.call("read", case=raised["case"])["result"]["appointments"]
    do("moveAppointment", appointment=met["appointment"], how="video", begins=begins, minutes=30)
    do("answerAppointment", appointment=met["appointment"], reply="another", text="Fridays")
    do("cancelAppointment", appointment=met["appointment"])
    closed = do("close", reason="Resolved")
    assert (closed["status"], closed["reason"]) == ("Closed", "Resolved")
    assert program.call("close", case=raised["case"], reason="Resolved")["error"] == {
        "code": -32002, "message": "This case is closed. Reopen it first.",
    }  # fmt: skip
    assert do("reopen")["closed"] is None
    assert do("reassign", group="highways")["group"] == "Highways"
    told = [one["sentence"] for one in program.call("read", case=raised["case"])["result"]["happened"]]
    assert len(told) == Entry.objects.about(f"cases.case:{raised['case']}").count()

    second = cases.Plan("Fly-tipping", Group.objects.get(name="Waste managers"))
    cases.set_up(setup, "fly-tipping", second)
    assert do("convert", type="fly-tipping")["type"] == "fly-tipping"


def test_what_a_program_may_not_or_misspells(
    tenant: Tenant, case: Case, nora: Person, ann: Person, bob: Person
) -> None:
    watcher = Program(tenant, staff("Nelly", Group.objects.get(name="Waste monitors"), rights=RIGHTS))
    refused = watcher.call("escalate", case=str(case.pk))["error"]
    assert (refused["code"], refused["message"]) == (-32001, "Refused: monitors-look-on.")
    assert refused["data"]["why"].startswith("Monitors see the case, add notes")

    agatha = staff("Agatha", rights=RIGHTS)
    program = Program(tenant, agatha)
    unknown = program.call("escalate", case=NOWHERE)["error"]
    assert program.call("escalate", case=str(case.pk))["error"] == unknown
    assert unknown == {"code": -32002, "message": "There is no such case."}
    sent = program.call("noteByReference", reference=case.reference, text="They rang.")
    assert program.call("noteByReference", reference="MB-0000-9", text="They rang.") == sent
    assert [note.text for note in Note.objects.filter(case=case, unseen=True)] == ["They rang."]
    for method, params in (
        ("read", {"case": "7"}),
        ("find", {"words": 7}),
        ("raise", {"type": "missed-bin", "title": "A bin", "contact": {"mother": "Eve"}}),
        ("raise", {"type": "missed-bin", "title": "A bin", "contact": []}),
        ("raise", {"type": "missed-bin", "title": ""}),
        ("raise", {"type": "missed-bin", "title": "A bin", "anyway": 1}),
    ):
        assert program.call(method, **params)["error"]["code"] == -32602, method


def test_a_program_helps_only_in_the_sitting_of_its_maker(
    tenant: Tenant, case: Case, ann: Person, bob: Person
) -> None:
    agatha = staff("Agatha", rights=RIGHTS)
    acting = helping(agatha, ann)
    assert acting.assistance is not None
    program = Program(tenant, agatha, str(acting.assistance.pk))
    asked = {"type": "missed-bin", "title": "It smells", "anyway": True}
    raised = Case.objects.get(pk=program.call("raise", **asked)["result"]["case"])
    assert (raised.owner, raised.actor, raised.assistance) == (ann, agatha, acting.assistance)

    helps_nobody = {"code": -32002, "message": "You help nobody in this sitting."}
    others = staff("Otto", rights=RIGHTS)
    assert Program(tenant, others, program.sitting).call("raise", **asked)["error"] == helps_nobody
    assisting.stop(acting, acting.assistance)
    assert program.call("raise", **asked)["error"] == helps_nobody


def test_somebody_without_an_account_follows_by_the_address_that_a_program_is_given(
    tenant: Tenant, missed_bin: CaseType, anonymous: Person
) -> None:
    agatha = staff("Agatha", rights=RIGHTS)
    sitting = helping(agatha, anonymous).assistance
    assert sitting is not None
    program = Program(tenant, agatha, str(sitting.pk))
    asked = {"type": "missed-bin", "title": "It smells", "contact": {"email": "nobody@example.org"}}
    follow = program.call("raise", **asked)["result"]["follow"]
    page = program.client.get(follow)
    assert (page.status_code, "It smells" in page.content.decode()) == (200, True)
