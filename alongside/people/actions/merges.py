"""Merging two records of one person, with a second agent where an account is at stake, and undoing it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from alongside.assisting.acting import Acting, Deed, Refused
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, Verdict, deny
from alongside.history.events import Event
from alongside.lib import keyset, tenancy
from alongside.lib.keyset import Leaf
from alongside.people.actions import notices, references, search_keys
from alongside.people.actions.persons import demand_name
from alongside.people.checking import Misfit
from alongside.people.merging import records
from alongside.people.merging.rules import MergeFacts, decide_merge, takes_two
from alongside.people.merging.values import Side
from alongside.people.models import (
    Holding,
    Merge,
    MergeQuerySet,
    MergeState,
    Person,
    ProfileField,
    SegmentMember,
    Tenant,
)
from alongside.people.models import Kind as PersonKind
from alongside.people.profiles import fields_in
from alongside.people.queries import plain

MERGE = Power("people.merge", Kind.STAFF)
APPROVE_MERGE = Power("people.approve_merge", Kind.STAFF)
DECLINE_MERGE = Power("people.decline_merge", Kind.STAFF, right="people.approve_merge")
WITHDRAW_MERGE = Power("people.withdraw_merge", Kind.STAFF, right="people.merge")
UNDO_MERGE = Power("people.undo_merge", Kind.STAFF, right="people.merge")
SEE_MERGES = Power("people.see_merges", Kind.STAFF, right="people.merge")


class Merged(
    Event,
    kind="people.merged",
    title="Merge",
    sentence="{actor} merged {person} with another record ({outcome})",
):
    """On the stream of each of the two; `other` is the ref of the other one."""

    outcome: str
    other: uuid.UUID
    fields: tuple[str, ...]
    reason: str


class MergeProposed(
    Event,
    kind="people.merge_proposed",
    title="Propose merge",
    sentence="{actor} proposed to merge {person} with another record",
    private=True,
):
    other: uuid.UUID
    reason: str


class MergeDeclined(
    Event,
    kind="people.merge_declined",
    title="Decline merge",
    sentence="{actor} declined to merge {person} with another record",
    private=True,
):
    other: uuid.UUID
    reason: str


class MergeUndone(
    Event,
    kind="people.merge_undone",
    title="Undo merge",
    sentence="{actor} undid the merging of {person} with another record",
):
    other: uuid.UUID
    reason: str


class MergesSeen(
    Event,
    kind="people.merges_seen",
    title="List merges",
    sentence="{actor} looked at the list of merges",
    private=True,
):
    """`shown` are the ids of the people who stay."""

    shown: tuple[int, ...]


PAGE = 50
_NEWEST = ("-proposed_at", "pk")
STAYS, CLOSED = "this record stays", "this record was closed"


def merge(
    acting: Acting, kept: Person, absorbed: Person, *, reason: str, choices: Mapping[str, Side] | None = None
) -> Merge:
    """Merge one record into another, or propose to: where an account is at stake a second agent approves
    (`takes_two`), and the state of what is returned says so.

    `choices` say by field name whose value stays; without one the kept person's does, or the other's
    where they have none. Fields that the agent does not see are never chosen. Raises `Misfit`.
    """
    with acting.doing(MERGE, whose=kept) as deed:
        kept, absorbed = _held(kept.pk, absorbed.pk)
        _demand(acting, MERGE, kept, absorbed)
        why = _reason(reason)
        wish = Merge(
            kept=kept,
            absorbed=absorbed,
            choices=_of_fields(acting, kept, absorbed, choices or {}),
            reason=why,
            proposed_by_id=acting.actor.id,
            proposed_at=deed.at,
        )
        if takes_two((kept.last_login, absorbed.last_login), deed.at):
            _propose(deed, wish)
        else:
            _perform(deed, wish)
    return wish


def approve_merge(acting: Acting, merge: Merge) -> None:
    """Do what a colleague proposed. Raises `Refused` when it has been decided, or may be done no more."""
    with acting.doing(APPROVE_MERGE, whose=merge.kept) as deed:
        wish = _locked(acting, APPROVE_MERGE, merge, MergeState.PROPOSED, "not-awaiting")
        if wish.proposed_by_id == acting.actor.id:
            raise Refused(acting, APPROVE_MERGE, deny("approved-by-another"), wish.kept)
        _demand(acting, APPROVE_MERGE, wish.kept, wish.absorbed)
        wish.decided_by_id = acting.actor.id
        _perform(deed, wish)
    _tell(merge, wish)


def decline_merge(acting: Acting, merge: Merge, *, reason: str) -> None:
    """Leave both records as they are; whoever proposed it may take it back in the same way."""
    power = WITHDRAW_MERGE if merge.proposed_by_id == acting.actor.id else DECLINE_MERGE
    with acting.doing(power, whose=merge.kept) as deed:
        wish = _locked(acting, power, merge, MergeState.PROPOSED, "not-awaiting")
        why = _reason(reason)
        wish.state, wish.decided_by_id, wish.decided_at = MergeState.DECLINED, acting.actor.id, deed.at
        wish.save(update_fields=["state", "decided_by", "decided_at"])
        for person, other in _both(wish):
            deed.whose = person
            deed.record(MergeDeclined(other=other.ref, reason=why), about=wish)
    _tell(merge, wish)


def undo_merge(acting: Acting, merge: Merge, *, reason: str) -> None:
    """Bring both records back as they were. What was done since with the one that stayed is its own."""
    with acting.doing(UNDO_MERGE, whose=merge.kept) as deed:
        done = _locked(acting, UNDO_MERGE, merge, MergeState.MERGED, "not-merged")
        if not (verdict := undoing_verdict(acting, done)):
            raise Refused(acting, UNDO_MERGE, verdict, done.kept)
        why = _reason(reason)
        _separate(done)
        done.state, done.journal = MergeState.UNDONE, {}
        done.undone_by_id, done.undone_at = acting.actor.id, deed.at
        done.save(update_fields=["state", "journal", "undone_by", "undone_at"])
        for person, other in _both(done):
            deed.whose = person
            deed.record(MergeUndone(other=other.ref, reason=why), about=done)
    _tell(merge, done)


def see_merges(acting: Acting, asked: Mapping[str, str]) -> tuple[Leaf[Merge], Leaf[Merge]]:
    """What awaits approval and what was decided of people whom the actor sees, the newest first, in the
    pages that are `asked` for (`lib.keyset`); recorded before anybody is shown."""
    with acting.doing(SEE_MERGES) as deed:
        seen = merges_seen_by(acting)
        waiting = keyset.leaf(seen.proposed(), _NEWEST, size=PAGE, asked=asked, name="waiting")
        others = seen.exclude(state=MergeState.PROPOSED)
        decided = keyset.leaf(others, _NEWEST, size=PAGE, asked=asked, name="decided")
        deed.record(MergesSeen(shown=tuple(merge.kept_id for merge in (*waiting.rows, *decided.rows))))
    return waiting, decided


def merges_seen_by(acting: Acting) -> MergeQuerySet:
    """Those whose kept record belongs to a segment of the actor."""
    theirs = SegmentMember.objects.filter(
        person=OuterRef("kept_id"), segment__in=acting.actor.standing.segments
    )
    seen: MergeQuerySet = Merge.objects.with_people().filter(Exists(theirs))
    return seen


def merge_verdict(acting: Acting, kept: Person, absorbed: Person, power: Power = MERGE) -> Verdict:
    """Whether the actor may merge one record into another, and why not."""
    for person in (kept, absorbed):
        if not (verdict := acting.may(power, whose=person)):
            return verdict
    if kept.erased_at or absorbed.erased_at:
        return deny("erased")
    return decide_merge(_facts(acting, kept, absorbed))


def undoing_verdict(acting: Acting, merge: Merge) -> Verdict:
    """Whether the actor may undo a merge that was done, and why not."""
    if not (verdict := acting.may(UNDO_MERGE, whose=merge.kept)):
        return verdict
    if acting.actor.id in (merge.kept_id, merge.absorbed_id):
        return deny("nobody-merges-themselves")
    if merge.kept.erased_at:
        return deny("erased")
    if Merge.objects.later_than(merge).exists():
        return deny("later-merge")
    if not merge.kept.standing.privileges <= acting.actor.standing.privileges:
        return deny("person-holds-more-rights")
    return verdict


def _facts(acting: Acting, kept: Person, absorbed: Person) -> MergeFacts:
    return MergeFacts(
        same=kept.pk == absorbed.pk,
        people=kept.kind == absorbed.kind == PersonKind.PERSON,
        oneself=acting.actor.id in (kept.pk, absorbed.pk),
        merged=bool(kept.merged_into_id or absorbed.merged_into_id),
        kept_active=kept.is_active,
        dominated=kept.standing.privileges <= acting.actor.standing.privileges,
        absorbed_holds=bool(absorbed.standing.privileges) or Holding.objects.filter(person=absorbed).exists(),
        account_lost=bool(absorbed.username) and not kept.username,
        being_helped=Assistance.objects.open().filter(person=absorbed).exists(),
    )


def _held(*numbers: int) -> list[Person]:
    """These people as they are now, in this order; nobody else merges or corrects them, or begins to help
    them, until the transaction ends.

    Merges of a tenant wait for each other: one may close a record that another has merged with a third,
    and two that hold what the other needs would block each other.
    """
    Tenant.objects.select_for_update(no_key=True).values_list("pk").get(pk=tenancy.current())
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    people = {person.pk: person for person in rows}
    return [people[number] for number in numbers]


def _locked(acting: Acting, power: Power, merge: Merge, state: MergeState, otherwise: str) -> Merge:
    """The merge with its two people, all of them held; refused with the rule `otherwise` when it is not in
    this state any more."""
    present = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if present.state != state:
        raise Refused(acting, power, deny(otherwise), merge.kept)
    present.kept, present.absorbed = _held(present.kept_id, present.absorbed_id)
    return present


def _demand(acting: Acting, power: Power, kept: Person, absorbed: Person) -> None:
    if not (verdict := merge_verdict(acting, kept, absorbed, power)):
        raise Refused(acting, power, verdict, kept)


def _reason(text: str) -> str:
    if not (reason := text.strip()):
        raise Misfit({"reason": "Say why."})
    return reason


def _of_fields(acting: Acting, kept: Person, absorbed: Person, choices: Mapping[str, Side]) -> dict[str, str]:
    """The choices about fields that the actor sees of these two."""
    seen = {field.name for field in fields_to_choose(acting, kept, absorbed)}
    return {name: Side(side).value for name, side in choices.items() if name in seen}


def fields_to_choose(acting: Acting, kept: Person, absorbed: Person) -> list[ProfileField]:
    """The fields that the actor sees of either: shared ones, and those of segments they have in common."""
    theirs = kept.standing.segments | absorbed.standing.segments
    return fields_in(acting.actor.standing.segments & theirs)


def _propose(deed: Deed, wish: Merge) -> None:
    wish.state = MergeState.PROPOSED
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
    except IntegrityError:
        raise Misfit({"reason": "Merging this record has been proposed already."}) from None
    for person, other in _both(wish):
        deed.whose = person
        deed.record(MergeProposed(other=other.ref, reason=wish.reason), about=wish)


def _perform(deed: Deed, wish: Merge) -> None:
    """Close the absorbed record and let everything that names it name the kept one."""
    kept, absorbed = wish.kept, wish.absorbed
    fields = list(ProfileField.objects.all())
    choices = {name: Side(side) for name, side in wish.choices.items()}
    changed = records.changes(kept, absorbed, choices, fields, email_changed_at=deed.at)
    wish.journal = {
        "fields": changed,
        "order": list(kept.profile),
        "active": absorbed.is_active,
        "moved": references.move_all(absorbed.pk, kept.pk),
    }
    if "email_changed_at" in records.columns_of(changed):
        notices.email_changed(kept)
    notices.merged(kept, absorbed)
    records.make(kept, changed)
    demand_name(kept)
    kept.save(update_fields=records.columns_of(changed))
    absorbed.merged_into, absorbed.is_active = kept, False
    absorbed.save(update_fields=["merged_into", "is_active"])
    search_keys.keep([kept, absorbed], plain(fields))
    wish.state, wish.decided_at = MergeState.MERGED, deed.at
    wish.save()
    for person, other, outcome in ((absorbed, kept, CLOSED), (kept, absorbed, STAYS)):
        deed.whose = person
        names = tuple(change["name"] for change in changed)
        deed.record(Merged(outcome=outcome, other=other.ref, fields=names, reason=wish.reason), about=wish)


def _separate(done: Merge) -> None:
    kept, absorbed, journal = done.kept, done.absorbed, done.journal
    absorbed.merged_into, absorbed.is_active = None, journal["active"]
    absorbed.save(update_fields=["merged_into", "is_active"])
    references.move_back(journal["moved"], kept.pk, absorbed.pk)
    fields = list(ProfileField.objects.all())
    names = {field.pk: field.name for field in fields}
    records.unmake(kept, journal["fields"], journal["order"], names)
    kept.save(update_fields=records.columns_of(journal["fields"]))
    search_keys.keep([kept, absorbed], plain(fields))


def _both(merge: Merge) -> tuple[tuple[Person, Person], tuple[Person, Person]]:
    return (merge.kept, merge.absorbed), (merge.absorbed, merge.kept)


def _tell(merge: Merge, present: Merge) -> None:
    """Let the row that the caller holds say what has become of it; reading it again could fail, and what
    was done would look as if it had not been."""
    vars(merge).update(vars(present))
