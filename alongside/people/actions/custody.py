"""What people and everything below them hold about a person, and what erasing does to it.

`assisting`, `jobs`, `history` and the sign-in library know nothing of erasing, so it is said for them here.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from alongside.assisting.models import Assistance, StaffGrant
from alongside.history.models import Entry, Named, Opened
from alongside.history.telling import tell as sentence_of
from alongside.jobs.models import Job
from alongside.people import archive_files
from alongside.people.actions import vocabulary
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import (
    AlikeRow,
    Archive,
    Decoy,
    Erasure,
    Hold,
    Holding,
    Import,
    Keeping,
    Look,
    LookingAlert,
    LookingDay,
    LookingLeave,
    Membership,
    Merge,
    Person,
    ProfileField,
    Reason,
    SearchKey,
    SegmentMember,
    SignIn,
    SuspectedPair,
    WrongRow,
)
from alongside.people.searching.vocabulary import words_of
from alongside.ui.words import day, moment

AS_STAFF = "It says what they did for others, as is asked of whoever works here; nobody's name is in it."


def declare() -> None:
    """Register all of it; called when the app is ready."""
    for one in (
        PROFILE,
        SEARCH_KEYS,
        SEGMENTS,
        GROUPS,
        SIGNING_IN,
        HISTORY,
        LOOKS,
        HELP,
        MERGES,
        PAIRS,
        COPIES,
        ERASURES,
        WORK,
        STAFF_WORK,
    ):
        register(one)


def _told_profile(copy: Copy, first: int, end: int) -> Iterable[Record]:
    person = copy.person
    facts = [
        (field.label, _text(person.value(field.name)))
        for field in ProfileField.objects.in_order()
        if person.value(field.name) not in (None, "", [])
    ]
    account = [
        ("Number", str(person.pk)),
        ("User name", person.username or "none"),
        ("Registered", moment(person.registered_at)),
        ("Last signed in", moment(person.last_login) if person.last_login else "never"),
        ("Record in use", "yes" if person.is_active else "no"),
    ]
    told = [Record("Profile", None, tuple(facts)), Record("Account", None, tuple(account))]
    return told[first:end]


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)


def _empty_person(person: Person) -> None:
    """Leave a stone: a row that others may point to, and that says nothing."""
    person.given_name = person.family_name = person.email = ""
    person.username = person.date_of_birth = person.last_login = person.email_changed_at = None
    person.profile = {}
    person.is_active = False
    # Another password ends every sign-in of the account, too.
    person.password = f"{UNUSABLE_PASSWORD_PREFIX}{secrets.token_urlsafe(30)}"
    person.save()


PROFILE = Custody(
    "people.person",
    "Name, profile and account",
    Fate.DELETED,
    "Name, addresses, date of birth, every profile field, user name and password. An empty record stays,"
    " for what stays points to it.",
    references=(),
    count=lambda person: 1,
    tell=_told_profile,
    erase=_empty_person,
)


def _forget_keys(person: Person) -> None:
    """The keys they are found by, and the words that nobody else's keys hold."""
    theirs = SearchKey.objects.filter(person_id=person.pk)
    words = words_of(theirs.values_list("key", flat=True))
    theirs.delete()
    vocabulary.forget(words)


SEARCH_KEYS = Custody(
    "people.search_keys",
    "Search keys",
    Fate.DELETED,
    "What they are found by, and words that only they are called by.",
    references=("people.SearchKey.person_id",),
    count=lambda person: SearchKey.objects.filter(person_id=person.pk).count(),
    erase=_forget_keys,
)


def _told_segments(copy: Copy, first: int, end: int) -> Iterable[Record]:
    members = SegmentMember.objects.filter(person=copy.person).order_by("pk").select_related("segment")
    return [Record(member.segment.name) for member in members[first:end]]


SEGMENTS = Custody(
    "people.segments",
    "Parts of the house",
    Fate.KEPT,
    "Which part of the house they belonged to, so that its agents still find the requests.",
    references=("people.SegmentMember.person",),
    count=lambda person: SegmentMember.objects.filter(person=person).count(),
    tell=_told_segments,
)


def _told_groups(copy: Copy, first: int, end: int) -> Iterable[Record]:
    groups = Membership.objects.filter(person=copy.person).select_related("group")
    roles = Holding.objects.filter(person=copy.person).select_related("role")
    told = [Record(f"Group {one.group.name}") for one in groups.order_by("pk")]
    told += [Record(f"Role {one.role.name}") for one in roles.order_by("pk")]
    return told[first:end]


def _leave_groups(person: Person) -> None:
    Membership.objects.filter(person=person).delete()
    Holding.objects.filter(person=person).delete()


GROUPS = Custody(
    "people.groups",
    "Groups and roles",
    Fate.DELETED,
    "What they belonged to.",
    references=("people.Membership.person", "people.Holding.person"),
    count=lambda person: (
        Membership.objects.filter(person=person).count() + Holding.objects.filter(person=person).count()
    ),
    tell=_told_groups,
    erase=_leave_groups,
)


def _told_signing_in(copy: Copy, first: int, end: int) -> Iterable[Record]:
    told = [
        Record(f"Address {one.email}", None, (("Confirmed", "yes" if one.verified else "no"),))
        for one in EmailAddress.objects.filter(user=copy.person).order_by("pk")
    ]
    told += [
        Record(
            f"Second factor: {one.get_type_display()}",
            one.created_at,
            (("Last used", moment(one.last_used_at) if one.last_used_at else "never"),),
        )
        for one in Authenticator.objects.filter(user=copy.person).order_by("pk")
    ]
    return told[first:end]


def _forget_signing_in(person: Person) -> None:
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SignIn.objects.filter(person_id=person.pk).delete()


SIGNING_IN = Custody(
    "people.signing_in",
    "Ways to sign in",
    Fate.DELETED,
    "Addresses and second factors of the account. Wherever they are signed in, they are signed out.",
    references=("account.EmailAddress.user", "mfa.Authenticator.user"),
    count=lambda person: (
        EmailAddress.objects.filter(user=person).count() + Authenticator.objects.filter(user=person).count()
    ),
    tell=_told_signing_in,
    erase=_forget_signing_in,
)


def _told_history(copy: Copy, first: int, end: int) -> Iterator[Record]:
    """Everything recorded against them, also what their own pages do not show; by sentences, for what
    else an entry holds are numbers of the house."""
    for entry in Entry.objects.of_people(copy.person.refs()).oldest_first()[first:end]:
        contents = entry.open()
        if contents:
            actor, person = contents.actor, contents.person
            contents = Opened(Named(actor.id, copy.by(actor.id, actor.name)), person, contents.data)
        yield Record(sentence_of(entry, contents), entry.at)


HISTORY = Custody(
    "history.entries",
    "History",
    Fate.EMPTIED,
    "The key that opens what was recorded of them is destroyed: that something happened, and when, stays"
    " for the proofs; who and what can never be read again.",
    references=(),
    count=lambda person: Entry.objects.of_people(person.refs()).count(),
    tell=_told_history,
)


def _told_looks(copy: Copy, first: int, end: int) -> Iterable[Record]:
    looks = Look.objects.filter(person=copy.person).order_by("at", "pk").select_related("agent")
    return [
        Record(
            f"{copy.by(look.agent_id, look.agent.name)} {look.get_door_display()} this person",
            look.at,
            tuple(
                (label, text)
                for label, text in (
                    ("Reason", Reason(look.reason).label if look.reason else ""),
                    ("In a contact", "yes" if look.contact else "no"),
                )
                if text
            ),
        )
        for look in looks[first:end]
    ]


def _forget_looks(person: Person) -> None:
    Look.objects.filter(person=person).delete()
    LookingAlert.objects.filter(decoy=person).delete()
    Decoy.objects.filter(person=person).delete()


LOOKS = Custody(
    "people.looks",
    "Who looked",
    Fate.DELETED,
    "Which agents looked at them. The totals of each agent's day stay, without anybody's name.",
    references=("people.Look.person", "people.LookingAlert.decoy", "people.Decoy.person"),
    # That somebody is a decoy is told to nobody.
    count=lambda person: Look.objects.filter(person=person).count(),
    tell=_told_looks,
    erase=_forget_looks,
)


def _told_help(copy: Copy, first: int, end: int) -> Iterable[Record]:
    sittings = Assistance.objects.filter(person=copy.person).order_by("started_at", "pk")
    return [
        Record(
            f"Helped by {copy.by(sitting.agent_id, sitting.agent.name)}",
            sitting.started_at,
            (("Until", moment(sitting.ended_at) if sitting.ended_at else "now"),),
        )
        for sitting in sittings.select_related("agent")[first:end]
    ]


HELP = Custody(
    "assisting.assistances",
    "Help",
    Fate.KEPT,
    "That an agent helped somebody, and when: it is the agent's account of their work. It does not say whom.",
    references=("assisting.Assistance.person",),
    count=lambda person: Assistance.objects.filter(person=person).count(),
    tell=_told_help,
)


def _told_merges(copy: Copy, first: int, end: int) -> Iterable[Record]:
    merges = Merge.objects.involving(copy.person.pk).order_by("proposed_at", "pk")
    return [
        Record(
            f"Two records of one person: {one.get_state_display().lower()}",
            one.proposed_at,
            (("Why", one.reason),),
        )
        for one in merges[first:end]
    ]


def _empty_merges(person: Person) -> None:
    """The journal holds values that were taken over. What was only proposed is settled by this."""
    theirs = Merge.objects.involving(person.pk)
    theirs.proposed().delete()
    theirs.update(journal={}, choices={}, reason="")


MERGES = Custody(
    "people.merges",
    "Records that were merged",
    Fate.EMPTIED,
    "That records were found to be one person. What they said goes with all of them; it cannot be undone.",
    references=("people.Person.merged_into", "people.Merge.kept", "people.Merge.absorbed"),
    count=lambda person: Merge.objects.involving(person.pk).count(),
    tell=_told_merges,
    erase=_empty_merges,
)


def _pairs(person: Person) -> QuerySet[SuspectedPair]:
    return SuspectedPair.objects.filter(Q(one=person) | Q(other=person))


def _told_pairs(copy: Copy, first: int, end: int) -> Iterable[Record]:
    """Who the other may be is not for this person to know."""
    pairs = _pairs(copy.person).order_by("found_at", "pk")
    return [
        Record(f"May be somebody else's double: {one.score:.0%}", one.found_at) for one in pairs[first:end]
    ]


def _forget_pairs(person: Person) -> None:
    """Also the rows of files that report them, and those that were refused because they are about them."""
    _pairs(person).delete()
    AlikeRow.objects.filter(Q(person_id=person.pk) | Q(other_id=person.pk)).delete()
    WrongRow.objects.filter(other_id=person.pk).delete()


PAIRS = Custody(
    "people.pairs",
    "Suspected doubles",
    Fate.DELETED,
    "That they and somebody else may be one person, and why.",
    references=("people.SuspectedPair.one", "people.SuspectedPair.other"),
    count=lambda person: _pairs(person).count(),
    tell=_told_pairs,
    erase=_forget_pairs,
)


def _told_copies(copy: Copy, first: int, end: int) -> Iterable[Record]:
    copies = Archive.objects.filter(person=copy.person).order_by("asked_at", "pk").select_related("actor")
    return [
        Record(f"Asked for by {copy.by(one.actor_id, one.actor.name)}", one.asked_at)
        for one in copies[first:end]
    ]


def _forget_copies(person: Person) -> None:
    theirs = Archive.objects.filter(person=person)
    archive_files.remove_after_commit(theirs.values_list("pk", flat=True))
    theirs.delete()


COPIES = Custody(
    "people.archives",
    "Copies of all this",
    Fate.DELETED,
    "Files that were made for them to download.",
    references=("people.Archive.person",),
    count=lambda person: Archive.objects.filter(person=person).count(),
    tell=_told_copies,
    erase=_forget_copies,
)


def _told_erasures(copy: Copy, first: int, end: int) -> Iterable[Record]:
    told = [
        Record(
            f"Erasure: {one.get_state_display().lower()}", one.noted_at, (("Why", one.get_ground_display()),)
        )
        for one in Erasure.objects.filter(person=copy.person).order_by("noted_at", "pk")
    ]
    told += [
        Record(
            "Must not be erased",
            one.placed_at,
            (("Why", one.reason), ("Lifted", moment(one.lifted_at) if one.lifted_at else "no")),
        )
        for one in Hold.objects.filter(person=copy.person).order_by("pk")
    ]
    return told[first:end]


def _empty_erasures(person: Person) -> None:
    Erasure.objects.filter(person=person).update(note="")
    Hold.objects.filter(person=person).update(reason="")
    Keeping.objects.filter(person=person).delete()


ERASURES = Custody(
    "people.erasures",
    "Erasures and holds",
    Fate.EMPTIED,
    "That they were erased, on which ground and by whom, so that we can show it. What was written about"
    " it goes.",
    references=("people.Erasure.person", "people.Hold.person", "people.Keeping.person"),
    count=lambda person: (
        Erasure.objects.filter(person=person).count() + Hold.objects.filter(person=person).count()
    ),
    tell=_told_erasures,
    erase=_empty_erasures,
)


def _told_work(copy: Copy, first: int, end: int) -> Iterable[Record]:
    jobs = Job.objects.filter(actor=copy.person).order_by("asked_at", "pk")
    return [Record(job.title, job.asked_at) for job in jobs[first:end]]


WORK = Custody(
    "jobs.jobs",
    "Long work",
    Fate.KEPT,
    "That the house did something for them, such as making a copy. It does not say for whom.",
    references=("jobs.Job.actor",),
    count=lambda person: Job.objects.filter(actor=person).count(),
    tell=_told_work,
)

STAFF_WORK = Custody(
    "people.staff_work",
    "Work for the house",
    Fate.KEPT,
    AS_STAFF,
    references=(
        "assisting.Assistance.agent",
        "assisting.StaffGrant.agent",
        "assisting.StaffGrant.granted_by",
        "people.Archive.actor",
        "people.ProgramToken.maker",
        "people.Erasure.ended_by",
        "people.Erasure.proposed_by",
        "people.Hold.lifted_by",
        "people.Hold.placed_by",
        "people.Import.actor",
        "people.Look.agent",
        "people.LookingAlert.agent",
        "people.LookingAlert.explained_by",
        "people.LookingDay.agent",
        "people.LookingLeave.agent",
        "people.LookingLeave.given_by",
        "people.Merge.decided_by",
        "people.Merge.proposed_by",
        "people.Merge.undone_by",
        "people.SuspectedPair.decided_by",
    ),
    count=lambda person: sum(
        model.objects.filter(**{field: person}).count()
        for model, field in (
            (Assistance, "agent"),
            (StaffGrant, "agent"),
            (Import, "actor"),
            (LookingDay, "agent"),
            (LookingLeave, "agent"),
        )
    ),
)
