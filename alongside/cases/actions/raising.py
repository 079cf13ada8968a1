"""Raising a case: for oneself, for whom one helps, or for somebody without an account."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import deadlines, references
from alongside.cases.actions.wording import keep_words
from alongside.cases.actions.working import calendar_of, followed
from alongside.cases.models import Case, CaseType, ChoiceKind, Part, Phase, TypeChoice
from alongside.forms.models import Submission
from alongside.history.events import Event
from alongside.people.checking import Misfit
from alongside.people.models import Group

RAISE = Power("cases.raise", Kind.MATTER)

CONTACT = {"name": 200, "email": 254, "telephone": 50, "address": 1000, "postcode": 10}
LONGEST_TITLE, LONGEST_DETAILS = 200, 20_000


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
) -> Case:
    """Open a case of the person the deed is for, who becomes its owner; whoever does it stays visible as
    the first who helped (spec C1, C2). One submission begins one case: raising it again gives that one.

    `group` is given it instead of the type's managers, if it is one of those that the start form may
    choose (spec C31); any other choice is ignored. Whoever has no account is reached by the case's own
    details alone (spec C5). Raises `Misfit`, and `Refused` where the form is out of the actor's reach.
    """
    known = checked(title, details, contact or {})
    if acting.person.is_anonymous_user and submission is None and not known.keys() & {"email", "telephone"}:
        raise Misfit({"email": "Give an e-mail address or a telephone number: there is no account."})
    with acting.doing(RAISE, about=_asked(type, submission)) as deed:
        current = CaseType.objects.select_for_update(of=("self",)).whole().get(pk=type.pk)
        if submission is not None and (begun := Case.objects.filter(submission=submission).first()):
            raise AlreadyRaised(begun)
        if submission is not None and submission.person_id != acting.person_id:
            raise Misfit({"submission": "It was handed in for somebody else."})
        chosen = current.groups_with(Part.AUTO_ASSIGN)
        target = current.target
        case = Case(
            type=current,
            owner_id=acting.person_id,
            actor_id=acting.actor.id,
            assistance=acting.assistance,
            submission=submission,
            title=known.pop("title"),
            details=known.pop("details"),
            contact=known,
            status=current.status_of(Phase.NEW),
            subtype=_offered(current, subtype),
            manager_group=group if group is not None and group.pk in chosen else current.manager_group,
            raised_at=deed.at,
            changed_at=deed.at,
            target_at=deadlines.due(target, deed.at, calendar_of(acting)) if target else None,
        )
        _number(case, current, timezone.localdate(deed.at).year)
        case.save(force_insert=True)
        keep_words(case)
        due = case.target_at.isoformat() if case.target_at else None
        deed.record(Raised(reference=case.reference, type_name=current.name, target_at=due), about=case)
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
    if errors:
        raise Misfit(errors)
    return known


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
