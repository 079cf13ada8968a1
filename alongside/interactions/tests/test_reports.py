"""Reports: what they add up to, by whatever clock; files that hold no formula; mails when they are due."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from pytest_django import DjangoCaptureOnCommitCallbacks

from alongside.assisting.acting import Acting, Refused
from alongside.interactions import actions
from alongside.interactions.actions import reporting
from alongside.interactions.actions.adding_up import keep_closed
from alongside.interactions.board import Light, at_work, light
from alongside.interactions.counting import Amounts, Counted, Key, sums_of
from alongside.interactions.models import Interaction, ReportSchedule, State, Total
from alongside.interactions.reports.ranges import Range, Unusable, usual
from alongside.interactions.reports.reading import assists, report, sums
from alongside.interactions.tests.told import happened
from alongside.lib import clock
from alongside.people.models import Group, Membership, Person, Tenant
from tests.cast import AGENT, helping, make_person

DAYS = some.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
LEAD = [*AGENT, "interactions.report"]


@given(first=DAYS, length=some.integers(min_value=0, max_value=900))
def test_months_and_days_are_every_day_once(first: date, length: int) -> None:
    days = Range(first, first + timedelta(days=length))
    months, stretches = days.parts()

    found = [day for month in months for day in days.each() if day.replace(day=1) == month]
    found += [day for begin, end in stretches for day in Range(begin, end).each()]

    assert sorted(found) == list(days.each())
    assert len(stretches) <= 2


def test_the_days_before_are_as_many() -> None:
    assert Range(date(2026, 3, 10), date(2026, 3, 12)).before() == Range(date(2026, 3, 7), date(2026, 3, 9))
    assert Range(date(2026, 3, 1), date(2026, 4, 30)).before() == Range(date(2026, 1, 1), date(2026, 2, 28))
    with pytest.raises(Unusable):
        Range(date(2026, 3, 2), date(2026, 3, 1))
    assert [name for name, _ in usual(date(2024, 2, 29))][-1] == "Last year"


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        ("2026-10-25T00:30:00+00:00", date(2026, 10, 25), "6-1"),  # the first 01:30
        ("2026-10-25T01:30:00+00:00", date(2026, 10, 25), "6-1"),  # the second
        ("2026-03-29T01:30:00+00:00", date(2026, 3, 29), "6-2"),  # 01:30 was skipped
        ("2026-06-30T23:30:00+00:00", date(2026, 7, 1), "2-0"),  # another day and month than in UTC
    ],
)
def test_a_contact_counts_by_the_clock_on_the_wall(moment: str, day: date, hour: str) -> None:
    contact = Counted(7, "phone", "roads", "", datetime.fromisoformat(moment), 90, helped=True)

    found = sums_of(contact, ZoneInfo("Europe/London"))

    assert found[Key("d", day, "hour", hour)] == Amounts(1, 90, 1)
    assert found[Key("m", day.replace(day=1), "all", "")] == Amounts(1, 90, 1)


def closed(agent: Person, at: datetime, **more: Any) -> Interaction:
    said = {"channel": "phone", "service": "benefits", "seconds_spent": 60} | more
    return Interaction(
        agent=agent, state=State.CLOSED, begun_at=at, ended_at=at + timedelta(seconds=60), **said
    )


def bring(*contacts: Interaction) -> None:
    keep_closed(contacts)


NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_a_report_compares_with_the_days_before(tenant: Tenant, bob: Person, ann: Person) -> None:
    Membership.objects.create(group=Group.objects.create(name="First line", staff=True), person=bob)
    bring(
        closed(bob, NOON, wrap_up="resolved"),
        closed(bob, NOON + timedelta(hours=1), channel="chat", service="roads", seconds_spent=30),
        closed(bob, NOON - timedelta(days=10)),
        closed(bob, NOON, auto_closed=True),
    )

    made = report(Range(date(2026, 5, 15), date(2026, 5, 21)), tenant.options)

    assert (made.whole.now, made.whole.before) == (
        Amounts(2, 90, automatic=1),
        Amounts(1, 60),
    )
    for kind in ("agent", "team"):
        assert [(row.label, row.now.contacts) for row in made.section(kind).rows] == [
            ("Bob Helper" if kind == "agent" else "First line", 2)
        ]
    assert [row.label for row in made.section("channel").rows] == ["Phone", "Live chat"]
    assert [row.label for row in made.section("wrap_up").rows] == ["Resolved", "Without a wrap-up"]
    assert (made.by_hour()[13], made.by_weekday()[2]) == (("13:00", 1), ("Wednesday", 2))
    assert made.whole.average == timedelta(seconds=45)


@pytest.mark.django_db
def test_what_comes_in_at_once_counts_as_what_comes_one_by_one(bob: Person, ann: Person, ben: Person) -> None:
    """Also who came back, across what was there before."""
    day = timedelta(days=1)
    bring(closed(bob, NOON, last_helped=ann))
    bring(
        closed(bob, NOON + 7 * day, last_helped=ann),
        closed(bob, NOON + 15 * day, last_helped=ann),
        closed(bob, NOON + 2 * day, last_helped=ann, service="roads"),
        closed(bob, NOON + 2 * day, last_helped=ben),
        closed(bob, NOON - day, last_helped=ann),
        closed(bob, NOON - day, last_helped=ann, auto_closed=True),
    )

    marked = Interaction.objects.filter(repeated=True).order_by("begun_at")
    assert list(marked.values_list("begun_at", flat=True)) == [NOON - day, NOON]
    whole = sums(Range(date(2026, 5, 1), date(2026, 6, 30)))[("all", "")]
    assert whole == Amounts(6, 360, 6, 2, 1)
    for span in ("d", "m"):
        kept = Total.objects.filter(span=span, kind="all").values_list("repeated", flat=True)
        assert sum(kept) == 2


@pytest.mark.django_db
def test_a_file_holds_no_formula(tenant: Tenant) -> None:
    lead = make_person("=1+1", "Lead", rights=LEAD)
    bring(closed(lead, NOON))
    days = Range(date(2026, 5, 1), date(2026, 5, 31))

    table = reporting.take_report(Acting.alone(lead), days, "csv").decode()
    book = load_workbook(io.BytesIO(reporting.take_report(Acting.alone(lead), days, "xlsx")))

    assert '"\'=1+1 Lead"' in table
    assert [(cell.value, cell.data_type) for cell in book["Agents"]["A"]][1] == ("=1+1 Lead", "s")
    assert book["All"]["B2"].value == 1
    assert happened()[-1] == "interactions.report_taken"


@pytest.mark.django_db
def test_reports_are_for_those_who_lead(bob: Person) -> None:
    with pytest.raises(Refused):
        reporting.take_report(Acting.alone(bob), Range(date(2026, 5, 1), date(2026, 5, 2)), "csv")


@pytest.mark.django_db
def test_a_report_is_sent_when_it_is_due(
    tenant: Tenant, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    lead = make_person("Lena", "Lead", rights=LEAD, email="lena@example.org")
    sender = Acting.alone(make_person("Sys", "Tem", rights=["interactions.send_reports"]))
    schedule = reporting.schedule_report(Acting.alone(lead), "week")
    due = schedule.due_at.astimezone(ZoneInfo("Europe/London"))
    assert (due.weekday(), due.hour) == (0, 6)
    assert reporting.send_due(sender) == 0

    ReportSchedule.objects.update(due_at=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert reporting.send_due(sender) == 1
    assert [one.to for one in mail.outbox] == [["lena@example.org"]]
    assert mail.outbox[0].attachments[0][0].endswith(".xlsx")
    schedule.refresh_from_db()
    assert schedule.due_at > clock.now()

    lead.email = ""
    lead.save()
    ReportSchedule.objects.update(due_at=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        reporting.send_due(sender)
    schedule.refresh_from_db()
    assert (len(mail.outbox), bool(schedule.problem)) == (1, True)
    with pytest.raises(reporting.NoAddress):
        reporting.schedule_report(Acting.alone(lead), "day")
    reporting.end_schedule(Acting.alone(lead), schedule.pk)
    assert not ReportSchedule.objects.exists()


@pytest.mark.parametrize(
    ("every", "after", "due", "days"),
    [
        ("day", "2026-03-28T07:00", "2026-03-29T05:00", ("2026-03-28", "2026-03-28")),  # summer time begins
        ("week", "2026-11-23T05:59", "2026-11-23T06:00", ("2026-11-16", "2026-11-22")),
        ("month", "2026-11-23T07:00", "2026-12-01T06:00", ("2026-11-01", "2026-11-30")),
    ],
)
def test_reports_are_due_by_the_tenants_clock(
    every: str, after: str, due: str, days: tuple[str, str]
) -> None:
    options = {"time_zone": "Europe/London"}
    found = reporting.next_due(every, datetime.fromisoformat(after + "+00:00"), options)

    assert found == datetime.fromisoformat(due + "+00:00")
    asked = reporting.days_of(every, found.astimezone(ZoneInfo("Europe/London")).date())
    assert (asked.first.isoformat(), asked.last.isoformat()) == days


@pytest.mark.parametrize(
    ("assigned", "idle", "shown"),
    [
        (True, timedelta(minutes=10), Light.GREEN),
        (True, timedelta(minutes=10, seconds=1), Light.YELLOW),
        (False, timedelta(minutes=2), Light.YELLOW),
        (False, timedelta(minutes=2, seconds=1), Light.RED),
    ],
)
def test_the_lights_are_the_supervisors(assigned: bool, idle: timedelta, shown: Light) -> None:
    """I42."""
    assert light(assigned=assigned, idle=idle) == shown


@pytest.mark.django_db
def test_the_board_says_who_is_on_what(tenant: Tenant, bob: Person, ann: Person) -> None:
    make_person("Idle", "Agent", rights=AGENT)
    call = actions.begin(helping(bob, ann), channel="phone", service="benefits")

    (seen,) = at_work(clock.now())
    assert (seen.agent, seen.running, seen.light, seen.helping) == (bob, call, Light.GREEN, True)
    actions.close(Acting.alone(bob), call)
    with clock.moved(minutes=11):
        (later,) = at_work(clock.now())
    assert (later.running, later.words) == (None, "Quiet")  # still helping
    today = clock.now().date()
    found = assists(Range(today - timedelta(days=1), today + timedelta(days=1)), {}, segments=frozenset())
    assert (found.times, found.people, found.most, found.agents) == (1, 1, (), (("Bob Helper", 1),))
