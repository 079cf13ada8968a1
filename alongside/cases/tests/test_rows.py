"""The rows of the specification (2.3) with real people, cases and sittings: what decides, lists and does
says the same (J11, T10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.cases import actions as cases
from alongside.cases.actions.closing import CLOSE
from alongside.cases.actions.seeing import VIEW
from alongside.cases.models import Case, CaseType, ChoiceKind
from alongside.cases.tests.conftest import staff
from alongside.history.models import Entry
from alongside.people import roles
from alongside.people.models import Group, Holding, Person, Role
from tests.cast import AGENT, helping, make_person

pytestmark = pytest.mark.django_db

# The agent's part, whom they help, and whether they view, act (by the contact details) and manage.
ROWS = [
    ("manager", "nobody", True, True, True),
    ("manager", "manager", True, True, True),
    ("manager", "monitor", True, True, False),
    ("manager", "owner", True, True, False),
    ("manager", "stranger", True, False, False),
    ("monitor", "nobody", True, True, False),
    ("monitor", "manager", True, True, True),
    ("monitor", "monitor", True, True, False),
    ("monitor", "owner", True, True, False),
    ("monitor", "stranger", True, False, False),
    ("neither", "nobody", False, False, False),
    ("neither", "manager", True, True, True),
    ("neither", "monitor", True, True, False),
    ("neither", "owner", True, True, False),
    ("neither", "stranger", False, False, False),
    ("manager", "anonymous", True, False, False),
    ("monitor", "anonymous", True, False, False),
    ("neither", "anonymous", False, False, False),
]

GROUP_OF = {"manager": "Waste managers", "monitor": "Waste monitors"}


@pytest.fixture
def acting_in(
    groups: dict[str, Group],
    ann: Person,
    anonymous: Person,
    may_help_staff: Callable[[Person], None],
) -> Callable[..., Acting]:
    """An agent of some part, helping somebody of some part."""

    def begin(agent: str, helped: str, *, rights: list[str]) -> Acting:
        group = GROUP_OF.get(agent)
        actor = staff("Agatha", *([groups[group]] if group else []), rights=rights)
        may_help_staff(actor)
        if helped == "nobody":
            return Acting.alone(actor)
        if helped in GROUP_OF:
            return helping(actor, staff("Percy", groups[GROUP_OF[helped]]))
        person = {"owner": ann, "anonymous": anonymous}.get(helped) or make_person("Stan", "Stranger")
        return helping(actor, person)

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
    acting_in: Callable[..., Acting],
) -> None:
    rights = [right for right in AGENT if gate or right != "cases.enquire"]
    acting = acting_in(agent, helped, rights=rights)
    assert bool(acting.may(VIEW, about=case)) is (views and gate)
    assert Case.objects.viewed_by(acting).filter(pk=case.pk).exists() is (views and gate)
    if views and gate:
        assert cases.view_case(acting, case.pk)[0] == case
    else:
        with pytest.raises(Refused):
            cases.view_case(acting, case.pk)
    assert bool(acting.may(CLOSE, about=case)) is (manages and gate)
    # On the owner's own page, which needs no pages of staff, whoever helps the owner does what they can.
    if (acts and gate) or helped == "owner":
        before = Entry.objects.count()
        cases.change_contact(acting, case, {"telephone": "01632 960100"})
        told = Entry.objects.newest_first()[0]
        assert (Entry.objects.count(), told.kind) == (before + 1, "cases.contact_changed")
        assert (told.actor_ref, told.person_ref) == (acting.actor.ref, acting.person.ref)
    else:
        with pytest.raises(Refused):
            cases.change_contact(acting, case, {"telephone": "01632 960100"})


def test_the_owner_follows_it_alone(case: Case, ann: Person) -> None:
    acting = Acting.alone(ann)
    assert not acting.may(VIEW, about=case)
    assert cases.track_case(acting, case.pk) == case


def test_what_a_manager_lends_can_be_switched_off(case: Case, acting_in: Callable[..., Acting]) -> None:
    acting = acting_in("neither", "manager", rights=AGENT)
    tenant = acting.actor.tenant  # type: ignore[attr-defined]  # a Person
    tenant.options = {"cases": {"lend_parts": False}}
    assert acting.may(VIEW, about=case).rule == "no-part"
    assert not Case.objects.viewed_by(acting).exists()


def test_looking_by_the_part_of_somebody_helped_is_written_down(
    case: Case, acting_in: Callable[..., Acting]
) -> None:
    acting = acting_in("neither", "manager", rights=AGENT)
    cases.view_case(acting, case.pk)
    told = Entry.objects.of_kinds("cases.viewed").get()
    assert (told.actor_ref, told.person_ref) == (acting.actor.ref, acting.person.ref)


def test_whoever_lost_the_group_may_nothing_any_more(case: Case, mary: Person, missed_bin: CaseType) -> None:
    acting = Acting.alone(mary)
    assert acting.may(CLOSE, about=case)
    mary.memberships.all().delete()
    again = Acting.alone(Person.objects.get(pk=mary.pk))
    with pytest.raises(Refused):
        cases.close(again, case, missed_bin.offered(ChoiceKind.REASON)[0])


def test_an_anonymous_case_is_open_to_the_sitting_that_raised_it_alone(
    bob: Person, anonymous: Person, missed_bin: CaseType
) -> None:
    raising = helping(bob, anonymous)
    raised = cases.raise_case(raising, missed_bin, title="A bin", contact={"telephone": "01632 960100"})
    assert cases.view_case(raising, raised.pk)[1].rule == "raised-in-this-sitting"
    role, _ = Role.objects.get_or_create(name="Others", defaults={"rights": list(roles.STANDARD["Agent"])})
    other = make_person("Otto", "Other")
    Holding.objects.create(role=role, person=other)
    with pytest.raises(Refused):
        cases.view_case(helping(other, anonymous), raised.pk)
