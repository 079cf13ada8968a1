"""The life of a case, from raised to closed and back (J10, J13)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.cases import actions as cases
from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import Asked, Case, CaseType, ChoiceKind, LinkKind, Note, TypeChoice
from alongside.cases.tests.conftest import staff, stop
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import lives
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def choice(type: CaseType, kind: ChoiceKind, name: str) -> TypeChoice:
    return next(one for one in type.offered(kind) if one.name == name)


def test_whoever_is_helped_owns_what_was_raised_for_them(case: Case, ann: Person, bob: Person) -> None:
    assert (case.owner, case.actor, case.on_behalf) == (ann, bob, True)
    assert case.reference == f"MB-{case.raised_at.year}-00001"
    told = Entry.objects.of_kinds("cases.raised").get()
    assert (told.actor_ref, told.person_ref, told.private) == (bob.ref, ann.ref, False)
    assert list(Case.objects.of(Acting.alone(ann))) == [case]


def test_new_open_claimed_extended_breached_closed(
    case: Case, mary: Person, missed_bin: CaseType, setup: Acting
) -> None:
    manager = Acting.alone(mary)
    claimed = cases.claim(manager, case)
    assert (claimed.assignee, claimed.status.name) == (mary, "Open")
    with pytest.raises(cases.NotNow):
        cases.claim(manager, case)

    assert case.target_at is not None
    later = cases.extend(manager, case, Target(2, Unit.WORKING_DAYS), reason="the crew is ill")
    assert later.target_at is not None
    assert later.target_at > case.target_at

    with clock.moved(seconds=timedelta(days=20).total_seconds()):
        assert cases.keep_targets(lambda: setup) == 1
        assert cases.keep_targets(lambda: setup) == 0
        late = Case.objects.get(pk=case.pk)
        assert (late.status.name, late.breached_at is not None) == ("Escalated", True)
        closed = cases.close(manager, case, choice(missed_bin, ChoiceKind.REASON, "Resolved"))
    assert (closed.is_open, closed.status.name) == (False, "Closed")
    public = Entry.objects.about(f"cases.case:{case.pk}").oldest_first().values_list("kind", "private")
    assert list(public) == [
        ("cases.raised", False),
        ("cases.claimed", True),
        ("cases.target_extended", True),
        ("cases.target_breached", True),
        ("cases.closed", False),
    ]


def test_whoever_has_an_open_case_is_not_due_to_be_erased(
    case: Case, ann: Person, mary: Person, missed_bin: CaseType
) -> None:
    (life,) = lives.of([ann.pk])
    assert life.against == "They have an open case."
    cases.close(Acting.alone(mary), case, choice(missed_bin, ChoiceKind.REASON, "Resolved"))
    (life,) = lives.of([ann.pk])
    assert life.against == ""


def test_a_reminder_comes_once_before_the_target(case: Case, setup: Acting) -> None:
    assert case.target_at is not None
    until = (case.target_at - clock.now()).total_seconds() - 3600
    with clock.moved(seconds=until):
        assert (cases.keep_targets(lambda: setup), cases.keep_targets(lambda: setup)) == (1, 0)
    assert Entry.objects.of_kinds("cases.target_near").count() == 1


def test_a_case_waits_while_its_owner_is_asked(case: Case, mary: Person, ann: Person) -> None:
    asked = cases.ask(Acting.alone(mary), case, "Which side of the road?")
    waiting = Case.objects.get(pk=case.pk)
    assert (waiting.waits, waiting.target_at, waiting.target_left) == (True, None, 5)
    with pytest.raises(cases.NotNow):
        cases.ask(Acting.alone(mary), case, "And when?")
    with clock.moved(seconds=timedelta(days=30).total_seconds()):
        said = cases.answer(Acting.alone(ann), asked, "The left one.")
        going = Case.objects.get(pk=case.pk)
        assert going.target_at is not None
        assert going.target_at > clock.now() + timedelta(days=4)
    assert (said.public, said.person) == (True, ann)
    with pytest.raises(cases.NotNow):
        cases.answer(Acting.alone(ann), Asked.objects.get(), "Or the right one.")


def test_an_agent_answers_for_the_owner_and_no_stranger_does(
    case: Case, mary: Person, bob: Person, ann: Person, ben: Person
) -> None:
    asked = cases.ask(Acting.alone(mary), case, "Which side of the road?")
    with pytest.raises(Refused):
        cases.answer(Acting.alone(ben), asked, "Neither.")
    acting = helping(bob, ann)
    said = cases.answer(acting, asked, "The left one.")
    assert (said.actor, said.person) == (bob, ann)
    stop(acting)


def test_notes_are_public_or_private(
    case: Case, mary: Person, nora: Person, ann: Person, ben: Person
) -> None:
    cases.note(Acting.alone(ann), case, "Please hurry.")
    cases.note_privately(Acting.alone(mary), case, "Third time this month.")
    cases.note_privately(Acting.alone(nora), case, "Look at the route.")
    with pytest.raises(Refused):
        cases.note_privately(Acting.alone(ann), case, "A secret.")
    with pytest.raises(Refused):
        cases.note(Acting.alone(ben), case, "Mine too!")
    with pytest.raises(Misfit):
        cases.note(Acting.alone(ann), case, "  ")
    assert [note.text for note in Note.objects.public()] == ["Please hurry."]


def test_a_note_by_reference_says_nothing_of_the_case(case: Case, ben: Person) -> None:
    ben_alone = Acting.alone(ben)
    cases.note_unseen(ben_alone, case.reference.lower(), "I saw the crew.")
    cases.note_unseen(ben_alone, "MB-2026-99999", "I saw the crew.")
    met, missed = Entry.objects.of_kinds("cases.noted_unseen").oldest_first()
    assert (met.about, met.private, met.person_ref) == (missed.about, missed.private, missed.person_ref)
    assert (Note.objects.get().unseen, Note.objects.get().public) == (True, False)
    for _ in range(8):
        cases.note_unseen(ben_alone, "MB-2026-99999", "Again.")
    with pytest.raises(cases.TooMany):
        cases.note_unseen(ben_alone, case.reference, "Once more.")


def test_a_case_goes_from_hand_to_hand(
    case: Case, mary: Person, groups: dict[str, Group], bob: Person
) -> None:
    milo = staff("Milo", groups["Waste managers"])
    manager = Acting.alone(mary)
    assert cases.assign(manager, case, milo).assignee == milo
    with pytest.raises(cases.NotNow):
        cases.assign(manager, case, bob)
    assert cases.release(manager, case).assignee is None
    given = cases.reassign(manager, case, groups["Highways"])
    assert (given.manager_group, given.assignee) == (groups["Highways"], None)
    with pytest.raises(cases.NotNow):
        cases.reassign(manager, case, groups["Contact centre"])
    hugh = staff("Hugh", groups["Highways"])
    assert cases.claim(Acting.alone(hugh), case).assignee == hugh


def test_whoever_helps_a_manager_claims_for_them(case: Case, mary: Person) -> None:
    milo = staff("Milo", *Group.objects.filter(name="Waste managers"))
    claimed = cases.claim(helping(milo, mary), case)
    assert claimed.assignee == mary
    told = Entry.objects.of_kinds("cases.claimed").get()
    assert (told.actor_ref, told.person_ref) == (milo.ref, mary.ref)


def test_how_far_it_is(case: Case, mary: Person, missed_bin: CaseType) -> None:
    manager = Acting.alone(mary)
    assert (
        cases.change_stage(manager, case, choice(missed_bin, ChoiceKind.STAGE, "Collect")).stage is not None
    )
    cases.change_subtype(manager, case, choice(missed_bin, ChoiceKind.SUBTYPE, "Refuse"))
    cases.change_status(manager, case, choice(missed_bin, ChoiceKind.STATUS, "On hold"))
    with pytest.raises(cases.NotNow):
        cases.change_status(manager, case, choice(missed_bin, ChoiceKind.STATUS, "Closed"))
    cases.escalate(manager, case)
    with pytest.raises(cases.NotNow):
        cases.escalate(manager, case)
    cases.close(manager, case, choice(missed_bin, ChoiceKind.REASON, "Withdrawn"))
    with pytest.raises(cases.NotNow):
        cases.claim(manager, case)
    assert cases.reopen(manager, case).status.name == "Open"


def test_converting_gives_it_to_others(
    case: Case, mary: Person, setup: Acting, groups: dict[str, Group]
) -> None:
    pothole = cases.set_up(setup, "pothole", cases.Plan("Pothole", groups["Highways"]))
    converted = cases.convert(Acting.alone(mary), case, pothole)
    assert (converted.type, converted.manager_group) == (pothole, groups["Highways"])
    assert converted.reference == case.reference
    with pytest.raises(Refused):
        cases.claim(Acting.alone(mary), case)


def test_what_is_left_of_a_target_is_not_carried_into_another_unit(
    case: Case, mary: Person, setup: Acting, groups: dict[str, Group]
) -> None:
    unit = Unit.HOURS if case.type.target_unit != Unit.HOURS else Unit.WORKING_DAYS
    pothole = cases.set_up(
        setup, "pothole", cases.Plan("Pothole", groups["Highways"], target=Target(5, unit))
    )
    cases.ask(Acting.alone(mary), case, "Which bin was it?")
    with pytest.raises(cases.NotNow, match="counts differently"):
        cases.convert(Acting.alone(mary), case, pothole)


def test_cases_are_linked_once(case: Case, mary: Person, missed_bin: CaseType) -> None:
    manager = Acting.alone(mary)
    other = cases.raise_case(manager, missed_bin, title="The same street")
    link = cases.link(manager, case, other, LinkKind.PARENT)
    with pytest.raises(cases.NotNow):
        cases.link(manager, other, case, LinkKind.PARENT)
    with pytest.raises(cases.NotNow):
        cases.link(manager, case, case, LinkKind.RELATED)
    cases.unlink(manager, other, link)
    kinds = (
        Entry.objects.of_kinds("cases.linked", "cases.unlinked").oldest_first().values_list("kind", flat=True)
    )
    assert list(kinds) == ["cases.linked", "cases.unlinked"]
