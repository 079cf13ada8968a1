"""Raising a case: for oneself, for whom one helps, or for somebody without an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import deadlines, places, references
from alongside.cases.actions.attaching import enclose, enclosed
from alongside.cases.actions.staying import make_tasks
from alongside.cases.actions.wording import keep_words
from alongside.cases.actions.working import calendar_of, followed
from alongside.cases.models import Case, CaseType, ChoiceKind, Part, Phase, TypeChoice
from alongside.forms.models import Submission
from alongside.forms.taking import Taken
from alongside.history.events import Event
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person
from alongside.people.models import Kind as PersonKind

RAISE = Power("cases.raise", Kind.MATTER)
RAISE_FOR = Power("cases.raise_for", Kind.STAFF)

CONTACT = {"name": 200, "email": 254, "telephone": 50, "address": 1000, "postcode": 10, "place": 60}
LONGEST_TITLE, LONGEST_DETAILS = 200, 20_000
NO_PLACE = "Enter latitude and longitude, for example 50.3755, -4.1427."


class Raised(
    Event,
    kind="cases.raised",
    title="Case Raised",
    sentence="{actor} raised the case {reference} ({type_name}) for {person}",
    sentence_self="{actor} raised the case {reference} ({type_name})",
):
    reference: str
    type_name: str
    target_at: str | None


class SentIn(
    Event,
    kind="cases.sent_in",
    title="Case Sent In",
    sentence="Somebody who was not signed in raised the case {reference} ({type_name})",
):
    reference: str
    type_name: str
    target_at: str | None


def raise_case(
    acting: Acting,
    type: CaseType,
    *,
    title: str,
    details: str = "",
    contact: Mapping[str, str] | None = None,
    submission: Submission | None = None,
    subtype: TypeChoice | None = None,
    group: Group | None = None,
    origin: str = "",
    files: Sequence[UploadedFile[bytes]] = (),
) -> Case:
    """Open a case of the person the deed is for, who becomes its owner; whoever does it stays visible as
    the first who helped (spec C1, C2). One submission begins one case: raising it again gives that one.

    `group` is given it instead of the type's managers, if it is one of those that the start form may
    choose (spec C31); any other choice is ignored. `origin` is what it is raised from, by its name in the
    history: whoever asks knows that it may be named. Whoever has no account is reached by the case's own
    details alone (spec C5). Raises `Misfit`, and `Refused` where the form is out of the actor's reach.
    """
    known = checked(title, details, contact or {})
    if acting.person.is_anonymous_user and submission is None:
        _demand_reached(known)
    taken = enclosed(type, files)
    with acting.doing(RAISE, about=_asked(type, submission)) as deed:
        current = CaseType.objects.select_for_update(of=("self",)).whole().get(pk=type.pk)
        if submission is not None and (begun := Case.objects.filter(submission=submission).first()):
            raise AlreadyRaised(begun)
        if submission is not None and submission.person_id != acting.person_id:
            raise Misfit({"submission": "It was handed in for somebody else."})
        chosen = current.groups_with(Part.AUTO_ASSIGN)
        case = Case(
            owner_id=acting.person_id,
            submission=submission,
            origin=origin,
            subtype=_offered(current, subtype),
            manager_group=group if group is not None and group.pk in chosen else current.manager_group,
        )
        return _opened(deed, case, current, known, taken)


def raise_from_outside(
    house: Acting,
    type: CaseType,
    *,
    title: str,
    details: str = "",
    contact: Mapping[str, str],
    subtype: TypeChoice | None = None,
    files: Sequence[UploadedFile[bytes]] = (),
) -> Case:
    """Open a case for somebody who is not signed in: of the anonymous user, with contact details of its own,
    by which it is followed (spec C4, C5). No account is looked for: nobody learns who has one, nor files
    anything under a name that is not theirs. `house` is the house's own. Raises `Misfit`.
    """
    known = checked(title, details, contact)
    if not known.get("name"):
        raise Misfit({"name": "Enter your name."})
    _demand_reached(known)
    taken = enclosed(type, files)
    nobody = Person.objects.get(kind=PersonKind.ANONYMOUS)
    with house.doing(RAISE_FOR, whose=nobody) as deed:
        current = CaseType.objects.select_for_update(of=("self",)).whole().get(pk=type.pk)
        if current.retired_at is not None or not current.anybody:
            raise Misfit({"type": f"Cases of the type {current.name} are raised here no more."})
        case = Case(owner=nobody, subtype=_offered(current, subtype), manager_group=current.manager_group)
        return _opened(deed, case, current, known, taken, SentIn)


def raise_for(house: Acting, type: CaseType, person: Person, *, title: str, details: str = "") -> Case:
    """Open a case of somebody as the house itself, where a process says so. Raises `Misfit`."""
    known = checked(title, details, {})
    with house.doing(RAISE_FOR, whose=person) as deed:
        current = CaseType.objects.select_for_update(of=("self",)).whole().get(pk=type.pk)
        if current.retired_at is not None:
            raise Misfit({"type": f"Cases of the type {current.name} are raised no more."})
        return _opened(deed, Case(owner=person, manager_group=current.manager_group), current, known)


def _demand_reached(known: Mapping[str, str]) -> None:
    if not known.keys() & {"email", "telephone"}:
        raise Misfit({"email": "Give an e-mail address or a telephone number: there is no account."})


def _opened(
    deed: Deed,
    case: Case,
    type: CaseType,
    known: dict[str, str],
    files: Sequence[Taken] = (),
    event: type[Raised | SentIn] = Raised,
) -> Case:
    """Number and keep it, and tell of it; the type is locked."""
    acting, target = deed.acting, type.target
    case.type, case.actor_id, case.assistance = type, acting.actor.id, acting.assistance
    case.title, case.details = known.pop("title"), known.pop("details")
    put_contact(case, known)
    case.status = type.status_of(Phase.NEW)
    case.raised_at = case.changed_at = deed.at
    case.target_at = deadlines.due(target, deed.at, calendar_of(acting)) if target else None
    _number(case, type, timezone.localdate(deed.at).year)
    case.save(force_insert=True)
    keep_words(case)
    make_tasks(case, deed.at)
    due = case.target_at.isoformat() if case.target_at else None
    enclose(acting, case, files, deed.at)
    deed.record(event(reference=case.reference, type_name=type.name, target_at=due), about=case)
    followed(case, None)
    return case


def _asked(type: CaseType, submission: Submission | None) -> CaseType:
    """The type as its rules are asked: a submission came by its own form, whichever the type names."""
    if submission is None:
        return type
    asked = copy(type)
    asked.form = submission.form
    return asked


class AlreadyRaised(Exception):
    """The submission has begun a case already, which is `case`."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reference)
        self.case = case


def checked(title: str, details: str, contact: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as it is kept; raises `Misfit`."""
    errors: dict[str, str] = {}
    known = {name: str(contact.get(name, "")).strip() for name in CONTACT if contact.get(name)}
    known |= {"title": " ".join(title.split()), "details": details.strip()}
    longest = CONTACT | {"title": LONGEST_TITLE, "details": LONGEST_DETAILS}
    if not known["title"]:
        errors["title"] = "Say in a few words what it is about."
    for name, text in known.items():
        if len(text) > longest[name]:
            errors[name] = f"Use at most {longest[name]} characters."
        if "\x00" in text:
            errors[name] = "This holds characters that cannot be kept."
    if "place" in known and "place" not in errors:
        try:
            known["place"] = str(places.read(known["place"]))
        except ValueError:
            errors["place"] = NO_PLACE
    if errors:
        raise Misfit(errors)
    return known


def put_contact(case: Case, contact: dict[str, str]) -> None:
    """Give a case these details, as `checked` has them, and its place on the map with them."""
    place = places.read(contact["place"]) if "place" in contact else None
    case.contact = contact
    case.latitude, case.longitude = (place.latitude, place.longitude) if place else (None, None)


def _offered(type: CaseType, subtype: TypeChoice | None) -> TypeChoice | None:
    if subtype is not None and subtype not in type.offered(ChoiceKind.SUBTYPE):
        raise Misfit({"subtype": "Choose one of the list."})
    return subtype


def _number(case: Case, type: CaseType, year: int) -> None:
    """The type is locked: numbers follow each other. A random reference that is taken is drawn again."""
    while True:
        type.last_number += 1
        case.reference = references.drawn(type.pattern, year=year, number=type.last_number)
        if not Case.objects.filter(reference=case.reference).exists():
            break
    type.save(update_fields=["last_number"])
