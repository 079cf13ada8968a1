"""The same to several cases: what would come of it is said before, each has its own entry, many go on by
themselves."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType, ChoiceKind
from alongside.cases.tests.test_life import choice
from alongside.console.cases import lots
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.people.models import Group, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db

PAGE, DEEDS = "/console/cases/lots/", "/console/cases/lots/deeds/"


@pytest.fixture
def three(case: Case, mary: Person, missed_bin: CaseType) -> list[Case]:
    """One is new, one in Mary's hands, one closed."""
    manager = Acting.alone(mary)
    taken, closed = (cases.raise_case(manager, missed_bin, title=one) for one in ("Taken", "Closed"))
    cases.claim(manager, taken)
    cases.close(manager, closed, choice(missed_bin, ChoiceKind.REASON, "Resolved"))
    return [case, taken, closed]


def test_what_would_become_of_it_is_said_before_and_each_has_its_entry(
    three: list[Case], mary: Person, bob: Person, groups: dict[str, Group], setup: Acting
) -> None:
    client, chosen = browser_of(mary), {"case": [str(one.pk) for one in three]}
    noise = cases.set_up(setup, "noise", cases.Plan("Noise", groups["Highways"]))
    secret = cases.raise_case(Acting.alone(bob), noise, title="Not Mary's")
    before = Entry.objects.count()

    listed = text_of(client.get("/console/cases/"))
    assert ("Do the same to several" in listed, "Choose" in listed) == (True, True)
    said = text_of(client.post(PAGE, {"do": "release", "case": [*chosen["case"], str(secret.pk)]}))
    assert ("1 of 3 cases" in said, "Nobody has it in hand." in said, secret.reference in said) == (
        True,
        True,
        False,
    )
    assert "This case is closed" in said
    asked = client.post(PAGE, {"do": "close", **chosen})
    assert (asked.status_code, "Reason for closing" in text_of(asked)) == (200, True)
    assert client.post(PAGE, {"do": "close", "to": "Bored", **chosen}).status_code == 422
    said = text_of(client.post(PAGE, {"do": "close", "to": "Withdrawn", **chosen}))
    assert "2 of 3 cases: Withdrawn" in said
    assert Entry.objects.count() == before

    done = client.post(DEEDS, {"do": "assign", "to": str(mary.pk), **chosen}, follow=True)
    assert "1 case is changed." in text_of(done)
    client.post(DEEDS, {"do": "status", "to": "On hold", **chosen})
    client.post(DEEDS, {"do": "escalate", **chosen})
    client.post(DEEDS, {"do": "close", "to": "Withdrawn", "every": "on"})
    kinds = Entry.objects.filter(number__gte=before).values_list("kind", flat=True).order_by("number")
    told = [kind.partition(".")[2] for kind in kinds if kind.startswith("cases.")]
    assert told == ["assigned", *["status_changed"] * 2, *["escalated"] * 2, *["closed"] * 2]
    assert Case.objects.open().get() == secret
    assert "Choose cases first" in text_of(client.post(PAGE, {"do": "close"}, follow=True))


def test_many_go_on_by_themselves(
    three: list[Case], mary: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lots, "AWAITED", 1)
    client, chosen = browser_of(mary), {"do": "escalate", "case": [str(one.pk) for one in three]}
    answer = client.post(DEEDS, chosen)
    job = Job.objects.get()
    assert answer["Location"] == f"/console/jobs/{job.pk}/"
    cases.escalate(Acting.alone(mary), three[0])
    jobs.run_here(job)
    job.refresh_from_db()
    assert job.told == "1 of 2 cases were changed. 1 were not: It is escalated already."
    assert Entry.objects.of_kinds("cases.lot_set_out").get().actor_ref == mary.ref


def test_helping_a_colleague_few_are_done_at_once(
    three: list[Case],
    mary: Person,
    bob: Person,
    may_help_staff: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert callable(may_help_staff)
    may_help_staff(bob)
    client = browser_of(bob)
    start = begin_to_help(client, mary)
    chosen = {"do": "escalate", "case": [str(three[0].pk)]}
    assert client.post(f"{start}{DEEDS}", chosen).status_code == 303
    told = Entry.objects.of_kinds("cases.escalated").get()
    assert (told.actor_ref, told.person_ref) == (bob.ref, mary.ref)
    monkeypatch.setattr(lots, "AWAITED", 0)
    few = client.post(f"{start}{DEEDS}", {"do": "escalate", "case": [str(three[1].pk)]})
    assert (few.status_code, "while you are helping" in text_of(few)) == (422, True)
