"""What owners and those who work on their cases are written (C3, C5, C37, C41)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from alongside.assisting.acting import Acting, Refused
from alongside.cases import actions as cases
from alongside.cases import letters
from alongside.cases.deadlines import Target, Unit
from alongside.cases.letters import Occasion
from alongside.cases.models import Case, CaseLetter, CaseType, ChoiceKind, Satisfaction
from alongside.cases.tests.conftest import staff, stop
from alongside.cases.tests.test_life import choice
from alongside.cases.tracking import token_of
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person, Tenant
from tests.cast import helping

pytestmark = pytest.mark.django_db


def sent(setup: Acting) -> list[tuple[str, str]]:
    """What leaves now: to whom, and its subject."""
    mail.outbox.clear()
    cases.write_and_send(lambda: setup)
    return sorted((one.to[0], str(one.subject)) for one in mail.outbox)


def with_address(person: Person) -> Person:
    person.email = f"{person.username}@example.org"
    person.save(update_fields=["email"])
    return person


@pytest.fixture
def colleagues(groups: dict[str, Group], mary: Person) -> tuple[Person, Person, Person]:
    """Two who manage, and one who is called when a case is escalated; each has an address."""
    mike = staff("Mike", groups["Waste managers"])
    rita = staff("Rita", groups["Waste rescue"])
    return with_address(mary), with_address(mike), with_address(rita)


def test_everybody_is_told_what_concerns_them_once(
    case: Case, ann: Person, bob: Person, colleagues: tuple[Person, ...], missed_bin: CaseType, setup: Acting
) -> None:
    mary, mike, rita = colleagues
    manager, code = Acting.alone(mary), case.reference
    assert sent(setup) == [(ann.email, f"We have your request: {code}")]
    (letter,) = mail.outbox
    assert letter.body.startswith(
        "Port Alder Council has your request about “The bin was not emptied”. Its reference is "
    )
    assert "Bob Helper raised it for you." in letter.body
    assert "It is to be done by " in letter.body
    assert f"http://{ann.tenant.domain}/cases/{case.pk}/\n" in letter.body
    assert sent(setup) == []

    told: dict[str, tuple[Callable[[], object], list[tuple[str, str]]]] = {
        "a note of the owner's, not yet in anybody's hands": (
            lambda: cases.note(Acting.alone(ann), case, "It smells."),
            [(mary.email, f"The owner of {code} wrote"), (mike.email, f"The owner of {code} wrote")],
        ),
        "claiming": (lambda: cases.claim(manager, case), []),
        "a note of the manager's": (
            lambda: cases.note(manager, case, "On Friday."),
            [(ann.email, f"News of your request {code}")],
        ),
        "a private note of a colleague's": (
            lambda: cases.note_privately(Acting.alone(mike), case, "Again."),
            [(mary.email, f"A note in {code}")],
        ),
        "a question": (
            lambda: cases.ask(manager, case, "Which colour?"),
            [(ann.email, f"We have a question about {code}")],
        ),
        "its answer": (
            lambda: cases.answer(Acting.alone(ann), case.asked.get(), "Green."),
            [(mary.email, f"The owner of {code} wrote")],
        ),
        "an extension": (lambda: cases.extend(manager, case, Target(1, Unit.DAYS), reason="ill"), []),
        "giving it to a colleague": (
            lambda: cases.assign(manager, case, mike),
            [(mike.email, f"{code} is assigned to you")],
        ),
        "escalating": (
            lambda: cases.escalate(manager, case),
            [(mike.email, f"{code} is escalated"), (rita.email, f"{code} is escalated")],
        ),
        "closing": (
            lambda: cases.close(manager, case, choice(missed_bin, ChoiceKind.REASON, "Resolved")),
            [(ann.email, f"Your request {code} is closed")],
        ),
        "reopening": (lambda: cases.reopen(manager, case), [(ann.email, f"News of your request {code}")]),
    }
    for what, (do, expected) in told.items():
        do()
        assert (what, sent(setup)) == (what, sorted(expected))
    with clock.moved(seconds=timedelta(days=40).total_seconds()):
        cases.keep_targets(lambda: setup)
        late = f"{code} was not done in time"
        assert sent(setup) == [(mike.email, late), (rita.email, late)]
    assert not CaseLetter.objects.exists()
    assert Entry.objects.of_kinds("cases.letter_left").first().private


def test_whoever_has_no_account_is_written_to_at_the_address_of_the_case(
    bob: Person, anonymous: Person, missed_bin: CaseType, setup: Acting
) -> None:
    acting = helping(bob, anonymous)
    case = cases.raise_case(acting, missed_bin, title="A bin", contact={"email": "zoe@example.net"})
    stop(acting)
    assert sent(setup) == [("zoe@example.net", f"We have your request: {case.reference}")]
    assert f"/followed/{token_of(case)}/" in mail.outbox[0].body
    assert "account" not in mail.outbox[0].body


def test_a_type_says_it_in_its_own_words_or_not_at_all(
    case: Case, ann: Person, mary: Person, missed_bin: CaseType, setup: Acting
) -> None:
    sent(setup)
    with pytest.raises(Misfit, match="stands for nothing"):
        cases.say(setup, missed_bin, Occasion.UPDATED, in_use=True, subject="", text="Dear {nobody}")
    cases.say(
        setup,
        missed_bin,
        Occasion.UPDATED,
        in_use=True,
        subject="{type}: news",
        text="Dear {name},\n{due}\n{title}",
    )
    cases.say(setup, missed_bin, Occasion.ASKED, in_use=False, subject="", text="")
    manager = Acting.alone(mary)
    cases.note(manager, case, "On Friday.")
    cases.ask(manager, case, "Which colour?")
    assert sent(setup) == [(ann.email, "Missed bin: news")]
    # While it waits there is no "by when": a line of which nothing is left goes.
    assert mail.outbox[0].body == "Dear Ann Example,\nThe bin was not emptied\n"
    assert Entry.objects.of_kinds("cases.letters_set_up").count() == 2


def test_what_the_mail_server_does_not_take_is_sent_later_and_given_up_in_the_end(
    case: Case, ann: Person, mary: Person, setup: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> int:
        raise SMTPException("not now")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", unreachable)
        assert (sent(setup), sent(setup)) == ([], [])
        assert CaseLetter.objects.get().attempts == 1
    with clock.moved(seconds=120):
        assert len(sent(setup)) == 1
    cases.note(Acting.alone(mary), case, "News.")
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", unreachable)
        for day in range(7):
            with clock.moved(seconds=timedelta(days=day + 1).total_seconds()):
                sent(setup)
    assert not CaseLetter.objects.exists()
    assert Entry.objects.of_kinds("cases.letter_failed").count() == 1


def test_an_owner_says_how_it_went_once_it_is_closed(
    case: Case, ann: Person, ben: Person, mary: Person, missed_bin: CaseType
) -> None:
    owner = Acting.alone(ann)
    with pytest.raises(cases.NotNow):
        cases.rate(owner, case, 5)
    cases.close(Acting.alone(mary), case, choice(missed_bin, ChoiceKind.REASON, "Resolved"))
    for stranger in (ben, mary):
        with pytest.raises(Refused):
            cases.rate(Acting.alone(stranger), case, 1)
    with pytest.raises(Misfit):
        cases.rate(owner, case, 6)
    cases.rate(owner, case, 2, "Slow.")
    cases.rate(owner, case, 4, "But well done.")
    said = Satisfaction.objects.get()
    assert (said.score, said.comment) == (4, "But well done.")
    assert Entry.objects.of_kinds("cases.rated").count() == 2


def test_what_is_left_of_a_line_is_nothing(tenant: Tenant) -> None:
    assert letters.filled("a\n{x}\n\n{y} {x}\n\nb {y}", {"x": "", "y": "z {x}"}) == "a\n\nz {x}\n\nb z {x}\n"
    assert letters.unknown("{name} {what} {what} {}") == ["what"]
    assert [said for said in letters.words().values() if letters.unknown(said.text + said.subject)] == []
