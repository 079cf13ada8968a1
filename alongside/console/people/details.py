"""What the details of a person hold (spec G11, G15, G16)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from alongside.assisting import facts
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.rules import Verdict, may_act
from alongside.assisting.sentences import sentence
from alongside.console.live.about import Spoken, calls_about
from alongside.forms.models import Form, State, Submission
from alongside.history.models import Entry, EntryQuerySet
from alongside.history.telling import tell
from alongside.knowledge import queries as knowledge
from alongside.knowledge.models import Article
from alongside.lib.compiled import compiled
from alongside.people.actions import correction_verdict
from alongside.people.actions.searches import DetailsViewed
from alongside.people.models import Merge, Person
from alongside.people.profiles import fields_seen_by
from alongside.people.showing import read_as
from alongside.ui.words import day, moment

RECENT = 8  # entries, and sittings


@dataclass(frozen=True)
class Told:
    """A line of the timeline."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Requested:
    """Something handed in for the person; `on_behalf` by somebody else."""

    title: str
    reference: str
    state: str
    at: datetime
    on_behalf: bool


@dataclass(frozen=True)
class Helped:
    """A sitting in which somebody helped the person."""

    agent: str
    at: datetime


@dataclass(frozen=True)
class Merged:
    """Another record that was merged into this one; `merge` can be undone."""

    name: str
    at: datetime
    merge: uuid.UUID


@dataclass(frozen=True)
class Details:
    person: Person
    profile: list[tuple[str, str]]
    account: list[tuple[str, str]]
    happened: list[Told]
    requests: list[Requested]
    helped: list[Helped]
    shortcuts: list[Article]
    help: Verdict
    unhelped: str  # why they cannot be helped, in words
    correctable: bool
    merged: list[Merged]
    spoken: list[Spoken]

    @classmethod
    def of(cls, acting: Acting, person: Person, options: Mapping[str, Any]) -> Details:
        """`options` are the tenant's: "shortcuts" are slugs of articles."""
        help = may_act(facts.may_act_facts(acting.actor, person))
        return cls(
            person=person,
            profile=_profile(acting, person),
            account=_account(person),
            happened=_happened(person),
            requests=_requests(acting, person),
            shortcuts=_shortcuts(acting, options),
            helped=_helped(person),
            help=help,
            unhelped="" if help else sentence(help.rule),
            correctable=bool(correction_verdict(acting, person)),
            merged=_merged(person),
            spoken=calls_about(acting, person),
        )


def _profile(acting: Acting, person: Person) -> list[tuple[str, str]]:
    """The fields that the agent sees and that hold something, in the tenant's order."""
    fields = fields_seen_by(acting.actor, person)
    shown = [(field.label, read_as(person.value(field.name), field.type)) for field in fields]
    return [(label, value) for label, value in shown if value]


def _account(person: Person) -> list[tuple[str, str]]:
    signed_in = moment(person.last_login) if person.last_login else "Never"
    return [
        ("Registered", day(person.registered_at)),
        ("User name", person.username or "No account"),
        *([("Last signed in", signed_in)] if person.username else []),
    ]


def _happened(person: Person) -> list[Told]:
    """What was done by them and for them; that colleagues looked is left to the auditors."""
    return [Told(entry.at, tell(entry)) for entry in _told(tuple(person.refs()))]


@compiled
def _told(refs: tuple[uuid.UUID, ...]) -> EntryQuerySet:
    entries: EntryQuerySet = Entry.objects.of_people(refs).public().exclude(kind=DetailsViewed.kind)
    return entries.newest_first()[:RECENT]


def _requests(acting: Acting, person: Person) -> list[Requested]:
    """The last things handed in for them, of those whose forms the agent reaches (spec G6, G15)."""
    latest = _latest(person.pk)
    if not latest:
        return []
    forms = Form.objects.reachable_by(acting.actor).filter(pk__in={row[0] for row in latest})
    titles = dict(forms.values_list("pk", "title"))
    return [
        Requested(titles[form], reference, str(State(state).label), at, actor != person.pk)
        for form, reference, state, at, actor in latest
        if form in titles
    ]


@compiled
def _latest(person: int) -> QuerySet[Submission, tuple[int, str, str, datetime, int]]:
    """Form, reference, state, when, and by whom."""
    requests = Submission.objects.of_person(person).latest_first()
    return requests.values_list("form_id", "reference", "state", "handed_in_at", "actor_id")[:RECENT]


def _helped(person: Person) -> list[Helped]:
    """Who helped them last, and when. Plain values: whole people would cost four times as much."""
    return [Helped(f"{given} {family}".strip(), at) for given, family, at in _sittings(person.pk)]


@compiled
def _sittings(person: int) -> QuerySet[Assistance, tuple[str, str, datetime]]:
    """Given and family name of who helped, and when it began."""
    sittings = Assistance.objects.filter(person=person).order_by("-started_at")
    return sittings.values_list("agent__given_name", "agent__family_name", "started_at")[:RECENT]


def _merged(person: Person) -> list[Merged]:
    """The records that were merged into theirs, the last first."""
    return [Merged(f"{given} {family}".strip(), at, pk) for given, family, at, pk in _merges(person.pk)]


@compiled
def _merges(person: int) -> QuerySet[Merge, Any]:
    merges: QuerySet[Merge] = Merge.objects.merged().filter(kept=person).order_by("-decided_at")
    columns = ("absorbed__given_name", "absorbed__family_name", "decided_at", "pk")
    return merges.values_list(*columns)[:RECENT]


def _shortcuts(acting: Acting, options: Mapping[str, Any]) -> list[Article]:
    """The articles that the tenant chose as common tasks, as far as the agent reaches them (spec G16)."""
    chosen = options.get("shortcuts")
    slugs = [slug for slug in chosen if isinstance(slug, str)] if isinstance(chosen, list) else []
    return knowledge.named(acting.actor, slugs)
