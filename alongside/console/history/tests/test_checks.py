"""The fourteen checks: a sound house passes them all, and each finds what it looks for."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.command import main
from alongside.console.history.actions import Read, add_key, begin_audit, read
from alongside.console.history.checks import CHECKS, clocks
from alongside.console.history.checks.asked import Asked, State
from alongside.history import actions as history
from alongside.history import checkpoints, notes
from alongside.history.actions import Authorship
from alongside.history.events import Event
from alongside.history.models import Key
from alongside.history.signing import Desk
from alongside.history.sinks import Folder
from alongside.history.tests.owner import owner
from alongside.jobs import actions as jobs
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Holding, Person, Role, Tenant
from tests.cast import make_person
from tests.council import browser_of

pytestmark = pytest.mark.committed


@dataclass
class House:
    """A house in which somebody was helped, somebody erased, and the log read, all as it should be."""

    tenant: Tenant
    setup: Acting
    bob: Person
    ann: Person
    gone: uuid.UUID
    sitting: Assistance
    desk: Desk
    asked: Asked
    folder: Path
    clean: list[Callable[[], None]] = field(default_factory=list)

    def states(self) -> dict[str, State]:
        return {check.id: check.run(self.asked).state for check in CHECKS}

    def state(self, id: str) -> State:
        return next(check for check in CHECKS if check.id == id).run(self.asked).state

    def forge(
        self,
        event: Event,
        *,
        assistance: uuid.UUID | None = None,
        person: Person | None = None,
        power: str = "people.search",
        rule: str = "own-right",
        at: datetime | None = None,
    ) -> None:
        """Put an entry into the log that no action wrote."""
        author = Authorship(
            self.tenant.pk, self.bob, person or self.bob, assistance, "none" if assistance is None else "user"
        )
        with transaction.atomic():
            history.record(author, event, power=power, rule=rule, about=None, at=at or clock.now())

    def sign(self) -> None:
        self.desk.sign_what_grew()


@pytest.fixture
def house(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    settings.DATA, settings.SIGNER, settings.SINKS = tmp_path, tmp_path / "signer", [str(tmp_path / "sink")]
    monkeypatch.setattr(clocks, "_system_clock", lambda: (True, 1000))
    tenant = people.create_tenant("Port Alder", f"t-{uuid.uuid4().hex[:12]}.localhost", segment="All")
    with tenancy.within(tenant.pk):
        setup = Acting.alone(people.system(tenant))
        desk = Desk(tmp_path / "signer", [Folder(tmp_path / "sink")])
        add_key(setup, desk)
        bob, ann, zoe = (make_person(name, "Example") for name in ("Bob", "Ann", "Zoe"))
        people.give_role(setup, Role.objects.get(name="Agent"), bob)
        people.give_role(setup, Role.objects.get(name="Auditor"), bob)
        people.view_details(Acting.alone(bob), zoe)
        gone = zoe.ref
        people.erase(setup, people.propose_erasure(Acting.alone(administrator(setup)), zoe, "asked"))
        sitting = assisting.start(Acting.alone(bob), ann)
        people.edit_profile(Acting(bob, ann, sitting), ann, {"email": "ann@example.org"})
        assisting.stop(Acting.alone(bob), sitting)
        read(Acting.alone(bob), "a page", {})
        folder = tmp_path / "sink" / str(tenant.pk)
        made = House(tenant, setup, bob, ann, gone, sitting, desk, Asked(tenant.pk, desk=desk), folder)
        made.sign()
        yield made
        for undo in made.clean:
            undo()


def administrator(setup: Acting) -> Person:
    """Whoever proposes an erasure is another than who carries it out."""
    admin = make_person("Adele", "Admin")
    people.give_role(setup, Role.objects.get(name="Administrator"), admin)
    return admin


def unrecorded_key(house: House) -> None:
    house.desk.add_key(house.tenant.pk)
    house.forge(Read(what="x", filters={}), power="history.audit")
    house.sign()


def another_root(house: House) -> None:
    origin = checkpoints.origin(house.tenant.pk)
    body = checkpoints.Checkpoint(origin, 3, bytes(32)).body()
    (house.folder / "000000000003.checkpoint").write_text(
        notes.signed(body, house.desk.signers(house.tenant.pk))
    )


def changed_leaves(house: House) -> None:
    with owner() as theirs:
        theirs.run(
            "UPDATE history_entry SET leaf = replace(leaf, '\"done\"', '\"gone\"') WHERE tenant_id = ?",
            [house.tenant.pk],
        )


def a_missing_entry(house: House) -> None:
    with owner() as theirs:
        theirs.run("DELETE FROM history_entry WHERE tenant_id = ? AND number = 3", [house.tenant.pk])


def a_row_without_entry(house: House) -> None:
    at = clock.now()
    times = {"started_at": at, "used_at": at, "ended_at": at}
    Assistance.objects.create(agent=house.bob, person=house.ann, session="", end_reason="stopped", **times)


def an_entry_without_row(house: House) -> None:
    Assistance.objects.filter(pk=house.sitting.pk).delete()


def two_at_a_time(house: House) -> None:
    for _ in range(2):
        house.forge(assisting.Started(), assistance=uuid.uuid4(), person=house.ann)


def a_deed_after_the_end(house: House) -> None:
    house.forge(Read(what="x", filters={}), assistance=house.sitting.pk, person=house.ann, rule="on-behalf")


def a_right_from_nowhere(house: House) -> None:
    eve = make_person("Eve", "Example", rights=["people.search", "people.view_details"])
    people.view_details(Acting.alone(eve), house.ann)


def another_rule(house: House) -> None:
    table = "history_entry"
    with owner() as theirs:
        name = f"{table}_extra"
        theirs.run(
            f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN SELECT 1; END"
            if hasattr(theirs, "file")
            else f"CREATE RULE {name} AS ON INSERT TO {table} DO NOTHING"
        )

    def undo() -> None:
        with owner() as theirs:
            here = hasattr(theirs, "file")
            theirs.run(f"DROP TRIGGER {name}" if here else f"DROP RULE {name} ON {table}")

    house.clean.append(undo)


def a_clock_put_back(house: House) -> None:
    house.forge(Read(what="x", filters={}), power="history.audit", at=clock.now() - timedelta(hours=2))


def a_signer_that_rested(house: House) -> None:
    for minutes in (1, 30):
        house.forge(
            Read(what="x", filters={}), power="history.audit", at=clock.now() + timedelta(minutes=minutes)
        )
    house.sign()


def a_key_that_came_back(house: House) -> None:
    Key.objects.create(tenant_id=house.tenant.pk, ref=house.gone, wrapped=b"\0" * 60, made_at=clock.now())


def a_reader_without_right(house: House) -> None:
    Holding.objects.filter(person=house.ann).delete()
    author = Authorship(house.tenant.pk, house.ann, house.ann)
    with transaction.atomic():
        event = Read(what="a page", filters={})
        history.record(author, event, power="history.audit", rule="own-right", about=None, at=clock.now())


PLANTED = {
    "A1": [unrecorded_key],
    "A2": [another_root],
    "A3": [changed_leaves],
    "A4": [a_missing_entry],
    "A5": [a_row_without_entry, an_entry_without_row],
    "A7": [two_at_a_time],
    "A8": [a_deed_after_the_end],
    "A9": [a_right_from_nowhere],
    "A10": [another_rule],
    "A11": [a_clock_put_back],
    "A12": [a_signer_that_rested],
    "A13": [a_key_that_came_back],
    "A14": [a_reader_without_right],
}


def test_a_sound_house_passes_every_check_that_can_be_made(house: House) -> None:
    assert house.states() == dict.fromkeys((check.id for check in CHECKS), State.PASSED) | {"A6": State.OPEN}


@pytest.mark.parametrize(
    ("id", "plant"), [(id, plant) for id, plants in PLANTED.items() for plant in plants],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)  # fmt: skip
def test_each_check_finds_what_it_looks_for(house: House, id: str, plant: Callable[[House], None]) -> None:
    plant(house)
    assert house.state(id) is State.FAILED


def test_every_check_has_a_planted_violation() -> None:
    assert {check.id for check in CHECKS} - set(PLANTED) == {"A6"}  # below


def test_a_request_without_an_entry_is_found(house: House, tmp_path: Path) -> None:
    browser = browser_of(house.bob)
    answer = browser.post(f"/console/people/{house.ann.pk}/details/")
    answer = browser.post("/console/assistances/", {"person": house.ann.pk})
    assert answer.status_code == 303
    at = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        f"{at} 127.0.0.0 POST /console/assistances/ 303 9 ms {answer['X-Request-Id']}",
        f"{at} 127.0.0.0 GET /console/ 200 9 ms {uuid.uuid4().hex}",
        f"{at} 127.0.0.0 POST /console/history/explain/ 422 9 ms {uuid.uuid4().hex}",
    ]
    file = tmp_path / "access.log"
    file.write_text("\n".join(lines) + "\n")
    house.asked = replace(house.asked, access_log=file)
    assert house.state("A6") is State.PASSED
    file.write_text("\n".join([*lines, f"{at} 127.0.0.0 POST /forms/x/ 303 9 ms {uuid.uuid4().hex}", ""]))
    assert house.state("A6") is State.FAILED


def test_a_key_from_elsewhere_must_be_one_that_signs(house: House) -> None:
    (ours,) = house.desk.public(house.tenant.pk)
    house.asked = replace(house.asked, keys=[ours.text()])
    assert house.state("A1") is State.PASSED
    house.asked = replace(house.asked, keys=[notes.Signer.new(ours.name).verifier.text()])
    assert house.state("A1") is State.FAILED


def test_roles_through_groups_explain_deeds_too(house: House) -> None:
    eve = make_person("Eve", "Example")
    group = people.create_group(house.setup, "Desk")
    people.give_role(house.setup, people.create_role(house.setup, "Lookers", ["people.view_details"]), group)
    people.add_to_group(house.setup, eve, group)
    people.view_details(Acting.alone(eve), house.ann)
    assert house.state("A9") is State.PASSED


def test_the_command_says_each_check_and_what_came_of_it(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["alongside", "history", "audit", "--tenant", house.tenant.domain]
    assert main.run(words) == 3  # no access log was given
    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines() if line.startswith("A")] == [
        c.id for c in CHECKS
    ]
    a_clock_put_back(house)
    assert main.run([*words, "--json"]) == 2
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert {id for id, check in checks.items() if check["state"] == "failed"} >= {"A11"}


def test_the_page_makes_the_checks_as_a_job(house: House) -> None:
    browser = browser_of(house.bob)
    assert "A14 · Who read the log" in browser.get("/console/history/audit/").content.decode()
    job = begin_audit(Acting.alone(house.bob))
    jobs.run_here(job, pause=0)
    page = browser.get("/console/history/audit/").content.decode()
    job.refresh_from_db()
    assert job.told == "13 checks passed, 0 failed, 1 could not be made."
    assert page.count("passed</") == 13
    assert page.count("not checked</") == 1
