"""The rows of the specification (2.3) through the list, the page and what is posted to it (J11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alongside.cases.models import Case
from alongside.cases.tests.conftest import staff
from alongside.cases.tests.test_rows import GROUP_OF, ROWS
from alongside.history.models import Entry
from alongside.people.models import Group, Person, Tenant
from tests.cast import AGENT, make_person, sign_in

pytestmark = pytest.mark.django_db


class Desk:
    """An agent's browser, and where the pages of cases are for whom they help."""

    def __init__(self, tenant: Tenant, agent: Person, helped: Person | None) -> None:
        self.client = sign_in(tenant, agent)
        self.agent, self.helped, self.root = agent, helped, "/console/cases/"
        if helped is not None:
            answer = self.client.post("/console/assistances/", {"person": helped.pk})
            self.root = answer["Location"].rstrip("/") + self.root

    def page(self, case: Case) -> str:
        return f"{self.root}{case.pk}/"


@pytest.fixture
def desk(
    tenant: Tenant,
    groups: dict[str, Group],
    ann: Person,
    anonymous: Person,
    may_help_staff: Callable[[Person], None],
) -> Callable[..., Desk]:
    def begin(agent: str, helped: str, rights: list[str]) -> Desk:
        actor = staff("Agatha", *([groups[GROUP_OF[agent]]] if agent in GROUP_OF else []), rights=rights)
        may_help_staff(actor)
        if helped == "nobody":
            return Desk(tenant, actor, None)
        if helped in GROUP_OF:
            return Desk(tenant, actor, staff("Percy", groups[GROUP_OF[helped]]))
        known = {"owner": ann, "anonymous": anonymous}
        return Desk(tenant, actor, known.get(helped) or make_person("Stan", "Stranger"))

    return begin


@pytest.mark.parametrize(("agent", "helped", "views", "acts", "manages"), ROWS)
@pytest.mark.parametrize("gate", [True, False], ids=["with the pages", "without the pages"])
def test_a_row(
    agent: str,
    helped: str,
    views: bool,
    acts: bool,
    manages: bool,
    gate: bool,
    case: Case,
    desk: Callable[..., Desk],
) -> None:
    at = desk(agent, helped, [right for right in AGENT if gate or right != "cases.enquire"])

    listed = at.client.get(at.root).content.decode()
    page = at.client.get(at.page(case))
    stream = at.client.get(f"{at.page(case)}stream/")

    assert case.reference in listed  # whoever may search sees all (C7)
    assert (f'href="{at.page(case)}"' in listed) is (views and gate)
    assert page.status_code == stream.status_code == (200 if views and gate else 404)
    assert (f'action="{at.page(case)}contact/"' in page.content.decode()) is (acts and gate)
    assert (f'action="{at.page(case)}closing/"' in page.content.decode()) is (manages and gate)

    for noun, allowed, said in (
        ("contact", acts, {"telephone": "01632 960100"}),
        ("escalation", manages, {}),
        ("note", views, {"text": "They rang again."}),
    ):
        before = Entry.objects.count()
        answer = at.client.post(f"{at.page(case)}{noun}/", said)
        expected = 404 if not (views and gate) else 303 if allowed else 403
        assert answer.status_code == expected, noun
        told = list(Entry.objects.filter(number__gte=before))
        helped_ref = at.helped.ref if at.helped else at.agent.ref
        if gate:  # without it the page does not exist, and nothing is asked of the case
            assert [(one.actor_ref, one.person_ref) for one in told] == [(at.agent.ref, helped_ref)], noun
            assert (told[0].kind == "assisting.refused") is (expected != 303), noun


def test_a_refusal_says_why_in_a_sentence(case: Case, desk: Callable[..., Desk]) -> None:
    at = desk("manager", "stranger", AGENT)
    why = "You are helping Stan Stranger, who has no role in this case. Stop helping to act as its manager."
    assert why in at.client.get(at.page(case)).content.decode()
    assert why in at.client.post(f"{at.page(case)}claim/").content.decode()
