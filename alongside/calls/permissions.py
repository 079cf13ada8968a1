"""The nineteen permissions of calls, by the codes under which other systems know them (spec 2.1).

They are rights like any other: roles hold them, and people and groups hold roles; nobody is given one
directly, and no guest can have any. A permission works only together with those it rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Who takes part in a call (spec A1–A5)."""

    REGULAR = "regular"
    GUEST_MOBILE = "guest_mobile"  # an app of a telephone or tablet
    GUEST_BROWSER = "guest_browser"  # the browser of a telephone or tablet
    GUEST_WEB = "guest_web"


@dataclass(frozen=True, slots=True)
class Permission:
    number: int  # of its row
    code: str
    area: str
    feature: str
    description: str
    needs: tuple[int, ...]  # the rows it rests on; one of them is enough where `any_of` says so
    any_of: tuple[int, ...] = ()


_START, _ASSIST, _OUTSIDE = "Start Page", "Assist", "Assist — Outside the Call"

ALL = (
    Permission(1, "home_dashboard_access", _START, "Dashboard", "Dashboard on the start page", ()),
    Permission(2, "xa_xassist", _ASSIST, "Access", "Access to Assist", ()),
    Permission(
        3, "xa_ocall_outside-the-call", _OUTSIDE, "Access", "Assist functionality outside a call", (2,)
    ),
    Permission(4, "xa_ocall_xassist-dashboard", _OUTSIDE, "Dashboard", "Assist dashboard", (2, 3)),
    Permission(5, "xa_ocall_create_conference", _OUTSIDE, "Contact List", "Create conferences", (2, 3)),
    Permission(
        6,
        "xa_ocall_contact_list_contact-list",
        _OUTSIDE,
        "Contact List",
        "See the contacts, start calls",
        (2, 3),
    ),
    Permission(
        7, "xa_ocall_contact_list_invite-guestusers", _OUTSIDE, "Contact List", "Invite guests", (2, 3)
    ),
    Permission(8, "xa_ocall_calllog_call-logs", _OUTSIDE, "Call Logs", "Access to call logs", (2, 3)),
    Permission(
        9, "xa_ocall_calllog_see-own-call-logs", _OUTSIDE, "Call Logs", "See own call logs", (2, 3, 8)
    ),
    Permission(
        10, "xa_ocall_calllog_see-all-call-logs", _OUTSIDE, "Call Logs", "See all call logs", (2, 3, 8)
    ),
    Permission(
        11,
        "xa_ocall_calllog_download-media",
        _OUTSIDE,
        "Call Logs",
        "Download media from the log",
        (2, 3, 8),
        (9, 10),
    ),
    Permission(
        12,
        "xa_ocall_calllog_delete-media",
        _OUTSIDE,
        "Call Logs",
        "Delete media from the log",
        (2, 3, 8),
        (9, 10),
    ),
    Permission(
        13,
        "xa_ocall_calllog_export-call-log",
        _OUTSIDE,
        "Call Logs",
        "Export the call log",
        (2, 3, 8),
        (9, 10),
    ),
    Permission(
        14,
        "xa_ocall_reports_service-reports",
        _OUTSIDE,
        "Service Reports",
        "Access to service reports",
        (2, 3),
    ),
    Permission(
        15,
        "xa_ocall_create-service-report",
        _OUTSIDE,
        "Service Reports",
        "Create service reports",
        (2, 3, 14),
    ),
    Permission(
        16, "xa_ocall_read-service-reports", _OUTSIDE, "Service Reports", "Read service reports", (2, 3, 14)
    ),
    Permission(
        17,
        "xa_ocall_edit-service-reports",
        _OUTSIDE,
        "Service Reports",
        "Edit service reports",
        (2, 3, 14, 16),
    ),
    Permission(
        18,
        "xa_ocall_delete-service-reports",
        _OUTSIDE,
        "Service Reports",
        "Delete service reports",
        (2, 3, 14, 16),
    ),
    Permission(19, "xa_ocall_phonebook-editor", _OUTSIDE, "Phonebook", "Edit the phonebook", (2, 3)),
)

NUMBERED = {one.number: one for one in ALL}
CODES = {one.code: one for one in ALL}
_DAMAGED, _WHOLE = "xa_ocalLcalllog_", "xa_ocall_calllog_"


def canonical(code: str) -> str | None:
    """The code as it is kept, of one as other systems print it (spec 2.1: a capital L, a trailing blank);
    None for what is no code of a call."""
    code = code.strip()
    if code.startswith(_DAMAGED):
        code = _WHOLE + code.removeprefix(_DAMAGED)
    return code if code in CODES else None


def works(number: int, held: Collection[str]) -> bool:
    """Whether somebody who holds these codes may what the row of this number says: with everything that it
    rests on."""
    one = NUMBERED[number]
    beside = not one.any_of or any(NUMBERED[row].code in held for row in one.any_of)
    return beside and all(NUMBERED[row].code in held for row in (number, *one.needs))


def effective(held: Iterable[str]) -> frozenset[str]:
    """The codes among these that work."""
    codes = frozenset(held)
    return frozenset(one.code for one in ALL if works(one.number, codes))


def grantable(code: str, kind: Kind) -> bool:
    """Whether somebody of this kind can hold it at all: regular users all nineteen, guests none."""
    return kind is Kind.REGULAR and code in CODES


def rights_of(number: int, *others: int) -> tuple[str, tuple[str, ...]]:
    """The right of a row, and those of the rows that it, or what is done with it, rests on."""
    one = NUMBERED[number]
    return one.code, tuple(NUMBERED[row].code for row in (*one.needs, *others))
