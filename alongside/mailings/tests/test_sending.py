"""A mailing from its draft to everybody on the list, whatever the mail server says."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings

from alongside.assisting.acting import Acting
from alongside.desk.tests.smtp import receiving
from alongside.history.models import Entry
from alongside.jobs.models import Job
from alongside.lib import clock
from alongside.mailings import actions as mailings
from alongside.mailings import links, queries
from alongside.mailings.actions import Draft, Wanted, custody, series
from alongside.mailings.models import Delivery, Mailing, MailingList, Subscription
from alongside.mailings.queries import Figures
from alongside.mailings.rules import MOST, Pace, Receiving, pace, why_not
from alongside.mailings.tests.conftest import Work, joined
from alongside.mailings.texts import Text
from alongside.people.checking import Misfit
from alongside.people.models import Person
from tests.cast import make_person

pytestmark = pytest.mark.django_db


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def test_only_those_are_written_to_who_want_it_and_can_be_reached() -> None:
    table = {
        (state, in_use, address): why_not(Receiving(state, in_use, address))
        for state in ("", "asked", "active", "suspended", "ended")
        for in_use in (True, False)
        for address in ("", "ann@example.com")
    }
    assert [facts for facts, why in table.items() if not why] == [("active", True, "ann@example.com")]
    assert all(why.endswith(".") for why in table.values() if why)


def test_a_limit_is_kept_in_even_portions() -> None:
    assert pace(None) == Pace(MOST, timedelta())
    assert pace(1) == Pace(1, timedelta(minutes=1))
    assert pace(600) == Pace(20, timedelta(seconds=2))
    for limit in (7, 29, 61, 999, 60_000, 10**6):
        found = pace(limit)
        assert found.lot / found.rest.total_seconds() <= limit / 60 * 1.001


def test_what_stands_in_braces_is_replaced_once_and_never_becomes_markup() -> None:
    values = {"given_name": "<b>{name}</b>", "name": "Ann\nExample", "list": "News & more", "house": "Us"}
    read = Text("Dear {given_name}", "# Hello {name}\n\n{given_name} *now*").read_by(values, "https://x/?a&b")
    assert read.subject == "Dear <b>{name}</b>"
    assert read.text.startswith("# Hello Ann Example\n\n<b>{name}</b> *now*\n")
    assert "To leave it: https://x/?a&b" in read.text
    assert "<h2>Hello Ann Example</h2>\n<p>&lt;b&gt;{name}&lt;/b&gt; <em>now</em></p>" in read.html
    assert "News &amp; more" in read.html
    assert 'href="https://x/?a&amp;b"' in read.html
    short = Text("", "Hi {given_name}", short=True).read_by(values | {"given_name": "Ann"}, "https://x/")
    assert (short.text, short.html) == ("Hi Ann\nStop: https://x/", "")


def test_everybody_on_the_list_gets_it_once_and_can_leave_by_one_click(
    mia: Acting, mailing: Mailing, readers: list[Subscription], eve: Person, work: Work
) -> None:
    twin = joined(mailing.list, make_person("Twin", "Example", email="ANN@example.com"))
    closed = joined(mailing.list, eve)  # has no address
    mailings.start(mia, mailing)
    work()

    assert sorted(letter.to[0] for letter in mail.outbox) == ["ann@example.com", "ben@example.com"]
    letter = next(one for one in mail.outbox if one.to == ["ann@example.com"])
    delivery = Delivery.objects.get(subscription=readers[0])
    assert isinstance(letter, mail.EmailMultiAlternatives)
    assert letter.subject == "News for Ann"
    assert letter.from_email == f"back+{links.return_tag(delivery.pk)}@example.org"
    assert "bins <em>move</em>" in str(letter.alternatives[0][0])
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert leave in str(letter.body)

    browser = Client(headers={"host": mia.actor.tenant.domain}, enforce_csrf_checks=True)  # type: ignore[attr-defined]
    browser.post(leave.partition("localhost")[2], {"List-Unsubscribe": "One-Click"})
    readers[0].refresh_from_db()
    assert readers[0].state == "ended"

    mailing.refresh_from_db()
    assert (mailing.state, Figures.of(mailing).left) == ("sent", 2)
    skipped = dict(Delivery.objects.filter(state="skipped").values_list("subscription", "problem"))
    assert skipped == {
        twin.pk: "Somebody else with this address is on the list.",
        closed.pk: "There is no address.",
    }
    again = mailings.write(mia, mailing.list, Draft("Once more.", "More"))
    mailings.start(mia, again)
    work()
    assert [one.to for one in mail.outbox[2:]] == [["ben@example.com"], ["ann@example.com"]]  # the twin, now
    ended = Entry.objects.of_kinds("mailings.ended").oldest_first().first()
    assert ended is not None
    opened = ended.open()
    assert opened is not None
    with pytest.raises(mailings.Begun):
        mailings.discard(mia, again)


def test_whoever_left_or_was_erased_meanwhile_is_left_out_and_a_pause_holds(
    setup: Acting, mia: Acting, mailing: Mailing, readers: list[Subscription], work: Work
) -> None:
    mailings.start(mia, mailing)
    mailings.pause(mia, mailing)
    with pytest.raises(mailings.NotNow):
        mailings.pause(mia, mailing)
    work()
    assert (len(mail.outbox), states()) == (0, Counter())
    mailings.go_on(mia, mailing)
    with pytest.raises(mailings.NotNow):
        mailings.go_on(mia, mailing)
    Delivery.objects.bulk_create(
        Delivery(mailing=mailing, subscription=one, due_at=clock.now()) for one in readers
    )
    mailings.unsubscribe(Acting.alone(readers[0].person), mailing.list)
    person = readers[1].person
    person.is_active = False
    person.save()
    work()
    assert (len(mail.outbox), states()) == (0, Counter(skipped=2))
    with pytest.raises(mailings.NotNow):
        mailings.cancel(mia, mailing)


def test_a_cancelled_mailing_goes_to_nobody_else(
    mia: Acting, mailing: Mailing, readers: list[Subscription], work: Work
) -> None:
    mailings.write(mia, mailing.list, Draft("Slowly.", "Slow", per_minute=1), mailing=mailing)
    mailings.start(mia, mailing)
    work()
    assert (len(mail.outbox), states()) == (1, Counter(sent=1, waiting=1))
    job = Job.objects.get()
    assert (job.state, 50 < (job.due_at - clock.now()).total_seconds() <= 60) == ("waiting", True)
    mailings.cancel(mia, mailing)
    with clock.moved(minutes=2):
        work()
    assert (len(mail.outbox), states()) == (1, Counter(sent=1, skipped=1))


def test_what_the_mail_server_says_decides_what_becomes_of_a_letter(
    mia: Acting, mailing: Mailing, readers: list[Subscription], ann: Person, ben: Person, work: Work
) -> None:
    mailings.start(mia, mailing)
    with receiving() as server:
        server.answers = ["451 later", ""]  # and the second: taken, and the door closed without a word
        work()
        assert states() == Counter(waiting=1, unknown=1)
        with clock.moved(minutes=2):
            work()
        assert states() == Counter(sent=1, unknown=1)
        unknown = Delivery.objects.get(state="unknown")
        mailing.refresh_from_db()
        assert mailing.rests_until is not None
        assert "It is not known" in unknown.problem or "went away" in unknown.problem
        with clock.moved(days=1):
            work()
        assert len(server.letters) == 2  # never again by itself

        mailings.count_as_sent(mia, unknown)
        with pytest.raises(mailings.NotNow):
            mailings.send_again(mia, unknown)
        Delivery.objects.filter(pk=unknown.pk).update(state="unknown")
        mailings.send_again(mia, unknown)
        work()
        assert (states(), len(server.letters)) == (Counter(sent=2), 3)


def test_one_tries_a_mailing_on_oneself_and_it_waits_while_no_server_answers(
    mia: Acting, mailing: Mailing, readers: list[Subscription], work: Work
) -> None:
    assert mailings.try_on_oneself(mia, mailing) == "mia@example.com"
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["mia@example.com"], "[Test] News for Mia")
    assert Delivery.objects.count() == 0
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1):
        with pytest.raises(mailings.NotSent, match="could not be reached"):
            mailings.try_on_oneself(mia, mailing)
        mailings.start(mia, mailing)
        work()
        job = Job.objects.get()
        assert (job.state, job.due_at > clock.now(), states()) == ("waiting", True, Counter(waiting=2))
        assert "could not be reached" in queries.trouble(mailing)
        assert sorted(Delivery.objects.values_list("attempts", "problem")) == [
            (0, ""),
            (0, queries.trouble(mailing)),
        ]
    with clock.moved(minutes=2):
        work()
    assert states() == Counter(sent=2)


def test_a_series_comes_so_many_days_after_joining(
    mia: Acting, ann: Person, ben: Person, eve: Person, setup: Acting, work: Work
) -> None:
    course = mailings.arrange(mia, Wanted("First steps", "A week of tips.", is_series=True, confirmed=False))
    with pytest.raises(Misfit, match="days after joining"):
        mailings.write(mia, course, Draft("Hello", "Welcome"))
    with clock.moved(days=-5):
        joined(course, eve)  # before there was any: gets nothing of what was due then
    days = [mailings.write(mia, course, Draft(f"Day {day}", f"Day {day}", day=day)) for day in (0, 3)]
    for one in days:
        mailings.start(mia, one)

    def got(**later: float) -> list[tuple[str, str]]:
        mail.outbox.clear()
        with clock.moved(**later):
            series.continue_all(lambda: setup)
            work()
        return sorted((str(letter.subject), letter.to[0]) for letter in mail.outbox)

    work()
    mailings.subscribe(Acting.alone(ann), course)
    assert got(minutes=1) == [("Day 0", "ann@example.com")]
    with clock.moved(days=1):
        mailings.subscribe(Acting.alone(ben), course)
    assert got(days=1, minutes=1) == [("Day 0", "ben@example.com")]
    assert got(days=2) == []
    assert got(days=3, minutes=1) == [("Day 3", "ann@example.com")]
    assert got(days=3, minutes=2) == []
    assert got(days=9) == [("Day 3", "ben@example.com")]
    assert set(Mailing.objects.values_list("state", flat=True)) == {"sending"}


def test_a_text_message_goes_through_the_gateway(
    mia: Acting, ann: Person, tmp_path: Path, work: Work
) -> None:
    alerts = mailings.arrange(mia, Wanted("Flood alerts", "When it floods.", channel="sms", confirmed=False))
    with pytest.raises(mailings.NoAddress, match="telephone"):
        mailings.subscribe(Acting.alone(ann), alerts)
    Person.objects.filter(pk=ann.pk).update(profile={"telephone": "07700 900123"})
    gateway: dict[str, Any] = {
        "SMS_SENDER": "alongside.interactions.sending.Files",
        "SMS_FOLDER": str(tmp_path),
    }
    with override_settings(**gateway):
        mailings.subscribe(Acting.alone(Person.objects.get(pk=ann.pk)), alerts)
        flood = mailings.write(mia, alerts, Draft("{given_name}, the river rises.", "not kept"))
        mailings.start(mia, flood)
        work()
    (file,) = tmp_path.iterdir()
    number, text, stop = file.read_text().splitlines()
    assert (number, text, stop.startswith("Stop: http")) == ("07700 900123", "Ann, the river rises.", True)
    assert (states(), flood.title) == (Counter(sent=1), "{given_name}, the river rises.")


def test_what_comes_back_suspends_the_address_and_nothing_forged_does(
    setup: Acting, mia: Acting, mailing: Mailing, readers: list[Subscription], work: Work
) -> None:
    mailings.start(mia, mailing)
    work()
    first, second = Delivery.objects.order_by("pk")
    tags = [links.return_tag(first.pk), links.message_id(second.pk, "x.example").partition(".mailing")[0]]

    def heeded(*marks: str, reason: str, complaint: bool = False, final: bool = True) -> bool:
        return mailings.heed(setup, list(marks), complaint=complaint, final=final, reason=reason)

    assert not heeded(tags[0][:-1], "m1-", "mx-0", "", reason="No.")
    assert heeded(tags[0], final=False, reason="It waits.")
    assert states() == Counter(sent=2)
    assert heeded("", tags[0].upper(), reason="It came back: 5.1.1.")
    assert heeded(tags[1], complaint=True, final=False, reason="It was called unwanted.")
    assert states() == Counter(returned=1, unwanted=1)
    told = Subscription.objects.order_by("pk").values_list("state", "reason")
    assert list(told) == [
        ("suspended", "It came back: 5.1.1."),
        ("suspended", "It was called unwanted."),
    ]
    again = mailings.write(mia, mailing.list, Draft("More.", "More"))
    mailings.start(mia, again)
    work()
    assert len(mail.outbox) == 2


def test_what_cannot_be_mailed_is_said_beside_each_field(mia: Acting, news: MailingList) -> None:
    with pytest.raises(Misfit) as misfit:
        mailings.write(mia, news, Draft("Dear {nobody}", "x" * 151, per_minute=0))
    assert misfit.value.errors == {
        "subject": "Use at most 150 characters.",
        "text": "{nobody} stands for nothing; known are {given_name}, {name}, {list}, {house}.",
        "per_minute": "Enter a number from 1 to 60000, or nothing.",
    }
    draft = mailings.write(mia, news, Draft("Dear {name}", "Hello"))
    mailings.discard(mia, draft)
    assert Mailing.objects.count() == 0


def test_erasing_somebody_leaves_only_numbers(
    mia: Acting, mailing: Mailing, readers: list[Subscription], work: Work
) -> None:
    mailings.start(mia, mailing)
    work()
    custody.DELIVERIES.erase(readers[0].person)
    custody.SUBSCRIPTIONS.erase(readers[0].person)
    rows = Delivery.objects.order_by("pk").values_list("state", "address", "subscription")
    assert list(rows) == [("sent", "", None), ("sent", "ben@example.com", readers[1].pk)]
