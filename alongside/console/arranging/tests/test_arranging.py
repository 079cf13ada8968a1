"""Administrators arrange the desk of their segments."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.hours import Opening
from alongside.desk.models import (
    AgentSkill,
    AnswerDraft,
    Mailbox,
    Question,
    ServiceLevel,
    StockAnswer,
    Topic,
)
from alongside.desk.options import Options
from alongside.desk.tests.conftest import Staffed
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Segment, Tenant
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def adas(staffed: Staffed) -> Client:
    return browser_of(staffed("Ada", "Administrator").actor)  # type: ignore[arg-type]  # a Person


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_topics_are_made_moved_and_offered_no_more(
    adas: Client, topics: dict[str, Topic], segment: Segment, setup: Acting
) -> None:
    assert "Lorries" in page(adas, "/console/topics/")
    new = {"name": "Glass", "place": f"below-{topics['Waste'].pk}", "public": "on"}
    assert adas.post("/console/topics/new/", new).status_code == 303
    glass = Topic.objects.get(name="Glass")
    assert (glass.parent, glass.public) == (topics["Waste"], True)
    again = adas.post("/console/topics/new/", new)
    assert (again.status_code, "There is a topic of this name beside it." in again.content.decode()) == (
        422,
        True,
    )
    at = f"/console/topics/{topics['Waste'].pk}/"
    assert 'value="Waste"' in page(adas, at)
    below_itself = {"name": "Waste", "place": f"below-{glass.pk}"}
    assert adas.post(at, below_itself).status_code == 422
    assert "Nobody can choose it" in page(adas, f"{at}removal/")
    assert adas.post(f"{at}removal/").status_code == 303
    assert set(Topic.objects.filter(deleted_at=None).values_list("name", flat=True)) == {"Complaints"}
    trade = people.create_segment(setup, "Businesses")
    assert "Businesses" not in page(adas, "/console/topics/new/")
    assert adas.post("/console/topics/new/", {"name": "Trade", "place": f"top-{trade.pk}"}).status_code == 422


def test_skills_are_made_by_administrators_and_given_by_managers(
    adas: Client, staffed: Staffed, topics: dict[str, Topic]
) -> None:
    assert adas.post("/console/skills/new/", {"name": "Glass"}).status_code == 303
    assert adas.post("/console/skills/new/", {"name": "glass"}).status_code == 422
    cara, mona = staffed("Cara", "CSR").actor, staffed("Mona", "CSR Manager").actor
    monas = browser_of(mona)  # type: ignore[arg-type]  # a Person
    assert monas.post("/console/skills/new/", {"name": "More"}).status_code == 404
    lorries = topics["Bulky"].skills.get()
    at = f"/console/skills/agents/{cara.id}/"
    assert "Lorries" in page(monas, at)
    assert monas.post(at, {"skills": [lorries.pk]}).status_code == 303
    assert AgentSkill.objects.get().skill == lorries
    assert monas.post(at, {}).status_code == 303
    assert not AgentSkill.objects.exists()
    kinds = ("desk.skill_given", "desk.skill_taken")
    assert Entry.objects.of_kinds(*kinds).count() == 2


def test_service_levels_come_and_go(adas: Client, topics: dict[str, Topic]) -> None:
    about = f"topic-{topics['Waste'].pk}"
    said = {"about": about, "amount": "4", "unit": "hours", "in_hours": "on"}
    assert adas.post("/console/levels/", said).status_code == 303
    assert adas.post("/console/levels/", said | {"amount": "soon"}).status_code == 422
    level = ServiceLevel.objects.get()
    assert (level.minutes, level.topic, level.in_hours) == (240, topics["Waste"], True)
    assert "4 hours" in page(adas, "/console/levels/")
    assert adas.post(f"/console/levels/{level.pk}/removal/").status_code == 303
    assert not ServiceLevel.objects.exists()


def test_hours_are_written_as_the_clock_shows_them(adas: Client, segment: Segment, tenant: Tenant) -> None:
    said = {"monday": "09:00-12:30, 13:30-17", "sunday": "20:00-24:00"}
    said |= {"closed": "25 12 2026\n26/12/2026", "together": str(segment.pk)}
    assert adas.post("/console/hours/", said).status_code == 303
    tenant.refresh_from_db()
    options = Options.of(tenant.options)
    assert options.week == {
        0: (Opening(time(9), time(12, 30)), Opening(time(13, 30), time(17))),
        6: (Opening(time(20), time.max),),
    }
    assert (options.closed, options.get_all) == (
        frozenset({date(2026, 12, 25), date(2026, 12, 26)}),
        frozenset({segment.pk}),
    )
    assert 'value="09:00-12:30, 13:30-17:00"' in page(adas, "/console/hours/")
    wrong = adas.post("/console/hours/", {"monday": "17:00-09:00", "closed": "tomorrow"})
    assert (wrong.status_code, "Enter times like" in wrong.content.decode()) == (422, True)
    assert Entry.objects.of_kinds("desk.hours_set").count() == 1


def test_lists_ask_for_no_row_by_themselves(adas: Client, topics: dict[str, Topic], staffed: Staffed) -> None:
    pages = ["/console/topics/", "/console/skills/", "/console/levels/"]
    adas.post("/console/levels/", {"about": "all", "amount": "4", "unit": "days"})
    before = [queries_of(adas, one) for one in pages]
    for number in range(2):
        staffed(f"Agent{number}", "CSR")
        adas.post("/console/topics/new/", {"name": f"T{number}", "place": f"below-{topics['Waste'].pk}"})
        adas.post("/console/levels/", {"about": f"topic-{topics['Waste'].pk}", "amount": "4", "unit": "days"})
    assert [queries_of(adas, one) for one in pages] == before


def test_stock_answers_are_written_and_put_into_what_an_agent_writes(
    adas: Client, staffed: Staffed, question: Question, segment: Segment
) -> None:
    said = {"name": "Days", "segment": segment.pk, "text": "Dear {given_name},\nsee {reference}. {agent}"}
    wrong = adas.post("/console/stock-answers/new/", said | {"text": "Dear {nobody}"})
    assert (wrong.status_code, "There is no {nobody}" in wrong.content.decode()) == (422, True)
    assert adas.post("/console/stock-answers/new/", said).status_code == 303
    assert adas.post("/console/stock-answers/new/", said | {"name": "days"}).status_code == 422
    stock = StockAnswer.objects.get()
    assert "Dear {given_name}" in page(adas, f"/console/stock-answers/{stock.pk}/")
    cara = staffed("Cara", "CSR")
    caras = browser_of(cara.actor)  # type: ignore[arg-type]  # a Person
    desk.get_next(cara)
    at = f"/console/desk/questions/{question.pk}/"
    assert "Put it below" in page(caras, at)
    assert caras.post(f"{at}stock/", {"stock": stock.pk, "text": "Hello."}).status_code == 303
    expected = f"Hello.\n\nDear Ann,\nsee {question.conversation.reference}. Cara Desk"
    assert AnswerDraft.objects.get().text == expected
    assert caras.post(f"{at}stock/", {"stock": 7}).status_code == 404
    assert adas.post(f"/console/stock-answers/{stock.pk}/removal/").status_code == 303
    assert "No stock answers yet" in page(adas, "/console/stock-answers/")
    kinds = ("desk.stock_answer_kept", "desk.stock_answer_removed")
    assert Entry.objects.of_kinds(*kinds).count() == 2


def test_mailboxes_are_tried_and_kept(adas: Client, topics: dict[str, Topic]) -> None:
    assert "There is no mailbox yet" in page(adas, "/console/mailboxes/")
    typed = {
        "address": "desk@council.example",
        "name": "Port Alder Council",
        "topic": str(topics["Waste"].pk),
        "host": "127.0.0.1",
        "port": "1",
        "security": "none",
        "username": "desk",
        "password": "only-for-tests",
        "folder": "INBOX",
    }
    tried = adas.post("/console/mailboxes/new/", {**typed, "try": "1"})
    assert tried.status_code == 422
    assert "127.0.0.1 could not be reached at port 1" in tried.content.decode()
    assert not Mailbox.objects.exists()
    assert adas.post("/console/mailboxes/new/", {**typed, "address": "x"}).status_code == 422
    assert adas.post("/console/mailboxes/new/", typed).status_code == 303
    kept = Mailbox.objects.get()
    shown = page(adas, f"/console/mailboxes/{kept.pk}/")
    assert "desk@council.example" in shown
    assert "only-for-tests" not in shown
    one = queries_of(adas, "/console/mailboxes/")
    for number in range(2):
        assert (
            adas.post(
                "/console/mailboxes/new/", {**typed, "address": f"d{number}@council.example"}
            ).status_code
            == 303
        )
    assert queries_of(adas, "/console/mailboxes/") == one
