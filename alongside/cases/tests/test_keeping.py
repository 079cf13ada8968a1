"""Who keeps appointments: the members of the type's appointment groups, one thing at a time (spec C30)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases import keeping
from alongside.cases.models import Appointment, Case, CaseType, How, Part, TypeGroup
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person
from tests.cast import make_person

pytestmark = pytest.mark.django_db

Meet = Callable[..., cases.Meeting]


@pytest.fixture
def meet() -> Meet:
    """A meeting so many minutes after ten in the morning of a day."""
    ten = (clock.now() + timedelta(days=3)).replace(hour=10, minute=0, second=0, microsecond=0)

    def make(after: int = 0, minutes: int = 30, keeper: Person | None = None) -> cases.Meeting:
        begins = ten + timedelta(minutes=after)
        return cases.Meeting(How.TELEPHONE, begins, minutes, keeper=keeper)

    return make


@pytest.fixture
def visitors(setup: Acting, missed_bin: CaseType) -> Group:
    """The type's appointment group."""
    group = people.create_group(setup, "Waste visitors", staff=True)
    TypeGroup.objects.create(type=missed_bin, group=group, part=Part.APPOINTMENT)
    return group


@pytest.fixture
def vic(setup: Acting, visitors: Group) -> Person:
    vic = make_person("Vic", "Visitor", rights=["console.enter"], email="vic@example.org")
    people.add_to_group(setup, vic, visitors)
    return vic


def told() -> dict[str, tuple[str, str]]:
    """Who was written to: the subject, and whether the file takes it away, each."""
    found = {}
    for letter in mail.outbox:
        ((_, content, _),) = letter.attachments
        text = content if isinstance(content, bytes) else str(content).encode()
        found[letter.to[0]] = (str(letter.subject), str(Calendar.from_ical(text)["method"]))
    mail.outbox.clear()
    return found


def test_members_of_the_appointment_groups_keep_them_else_those_who_manage(
    setup: Acting, case: Case, mary: Person, ann: Person, meet: Meet
) -> None:
    assert keeping.keepers(case) == [mary]
    group = people.create_group(setup, "Waste visitors", staff=True)
    TypeGroup.objects.create(type=case.type, group=group, part=Part.APPOINTMENT)
    vic = make_person("Vic", "Visitor", email="vic@example.org")
    people.add_to_group(setup, vic, group)
    fresh = Case.objects.get(pk=case.pk)
    assert keeping.keepers(fresh) == [vic]
    for other in (mary, ann):
        with pytest.raises(Misfit) as problem:
            cases.appoint(Acting.alone(mary), fresh, meet(keeper=other))
        assert problem.value.errors == {"keeper": "Choose somebody who keeps appointments in such cases."}
    assert cases.appoint(Acting.alone(mary), fresh, meet(keeper=vic)).keeper == vic


def test_nobody_keeps_two_at_once(case: Case, mary: Person, vic: Person, meet: Meet) -> None:
    manager = Acting.alone(mary)
    first = cases.appoint(manager, case, meet(keeper=vic))
    for after, minutes in ((0, 30), (29, 5), (-30, 31), (-60, 180)):
        with pytest.raises(Misfit) as problem:
            cases.appoint(manager, case, meet(after, minutes, vic))
        assert problem.value.errors == {
            "time": f"Vic Visitor has another appointment then: {first.when}, 30 minutes."
        }
    for after, minutes in ((30, 30), (-30, 30)):
        cases.appoint(manager, case, meet(after, minutes, vic))
    cases.appoint(manager, case, meet())  # nobody in particular
    # One is not in its own way, and gives its time back once it is cancelled.
    cases.move_appointment(manager, case, first.pk, meet(0, 20, vic))
    with pytest.raises(Misfit):
        cases.move_appointment(manager, case, first.pk, meet(0, 31, vic))
    cases.cancel_appointment(manager, case, first.pk)
    cases.appoint(manager, case, meet(0, 30, vic))
    assert Appointment.objects.of_keeper(vic.pk).count() == 3


def test_whoever_keeps_one_is_told_and_whoever_kept_it(
    setup: Acting, case: Case, mary: Person, vic: Person, visitors: Group, meet: Meet
) -> None:
    manager = Acting.alone(mary)
    wim = make_person("Wim", "Visitor", email="wim@example.org")
    people.add_to_group(setup, wim, visitors)
    cases.write_and_send(lambda: setup)
    mail.outbox.clear()

    made = cases.appoint(manager, case, meet(keeper=vic))
    cases.write_and_send(lambda: setup)
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "With Vic Visitor" in letters["ann@example.com"]
    assert "With Vic Visitor" not in letters["vic@example.org"]
    assert "/console/cases/appointments/" in letters["vic@example.org"]
    assert told() == {
        "ann@example.com": (f"Your appointment about {case.reference}", "PUBLISH"),
        "vic@example.org": (f"Appointment about {case.reference}: {made.when}", "PUBLISH"),
    }

    cases.move_appointment(manager, case, made.pk, meet(keeper=wim))
    cases.write_and_send(lambda: setup)
    assert told() == {
        "ann@example.com": (f"Your appointment about {case.reference} was changed", "PUBLISH"),
        "wim@example.org": (f"Appointment about {case.reference}: {made.when}", "PUBLISH"),
        "vic@example.org": (f"You no longer keep an appointment about {case.reference}", "CANCEL"),
    }

    cases.cancel_appointment(manager, case, made.pk)
    cases.write_and_send(lambda: setup)
    assert told() == {
        "ann@example.com": (f"Your appointment about {case.reference} is cancelled", "CANCEL"),
        "wim@example.org": (f"You no longer keep an appointment about {case.reference}", "CANCEL"),
    }
    entry = Entry.objects.of_kinds("cases.appointment_moved").get()
    data = entry.open().data
    assert (data["keeper"], data["before"]) == (str(wim.ref), str(vic.ref))


def test_whoever_makes_it_for_themselves_is_not_written_to(
    setup: Acting, case: Case, mary: Person, meet: Meet
) -> None:
    cases.write_and_send(lambda: setup)
    mail.outbox.clear()
    cases.appoint(Acting.alone(mary), case, meet(keeper=mary))
    cases.write_and_send(lambda: setup)
    assert list(told()) == ["ann@example.com"]
