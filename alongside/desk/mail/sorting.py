"""What kind of letter it is: somebody's, or one that a program sent (RFC 3834, RFC 3464, RFC 2919)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from alongside.desk.mail.letters import Letter

MOST_HOPS = 50
# Stands on everything that we send, with the mark of the tenant.
OURS = "x-alongside-desk"


class Sort(StrEnum):
    LETTER = "letter"
    AUTOMATIC = "automatic"
    AWAY = "away"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    LOOP = "loop"
    LIST = "list"
    SPAM = "spam"


_AWAY = re.compile(
    r"(automatic reply|auto(matic)?[ -]?(reply|response|antwort)|out of (the )?office|abwesen"
    r"|réponse automatique|respuesta automática|risposta automatica|automatisch antwoord)",
    re.IGNORECASE,
)
_MACHINES = ("mailer-daemon@", "postmaster@")
_YES = re.compile(r"^\s*yes\b", re.IGNORECASE)


def sort(letter: Letter, ours: Collection[str] = (), mark: str = "") -> Sort:
    """`ours` are the addresses of the desk's own mailboxes and `mark` stands on what it sends: whatever has
    either has come round. Another house's mark says nothing."""
    marked = mark != "" and mark in letter.all(OURS)
    if letter.sender in ours or marked or sum(1 for _ in letter.all("received")) > MOST_HOPS:
        # A report repeats the letter that it is about inside, and not among its own headers.
        return Sort.LOOP
    if letter.type == "multipart/report" or _from_machine(letter):
        return Sort.COMPLAINT if "feedback-type:" in letter.report.lower() else Sort.BOUNCE
    if _YES.match(letter.header("x-spam-flag")) or _YES.match(letter.header("x-spam-status")):
        return Sort.SPAM
    return _automatic(letter) or Sort.LETTER


def _automatic(letter: Letter) -> Sort | None:
    said = letter.header("auto-submitted").partition(";")[0].strip().lower()
    precedence = letter.header("precedence").strip().lower()
    replies = (
        said == "auto-replied"
        or precedence == "auto_reply"
        or any(letter.header(name) for name in ("x-autoreply", "x-autorespond", "x-auto-reply"))
    )
    if replies or (said and said != "no") or _AWAY.match(letter.subject):
        away = replies or _AWAY.match(letter.subject)
        return Sort.AWAY if away else Sort.AUTOMATIC
    if (
        letter.header("list-id")
        or letter.header("list-unsubscribe")
        or precedence in ("bulk", "list", "junk")
    ):
        return Sort.LIST
    return None


def _from_machine(letter: Letter) -> bool:
    empty_path = letter.header("return-path").strip() == "<>" and not letter.header("auto-submitted")
    return empty_path or letter.sender.startswith(_MACHINES)


def is_forged(letter: Letter, server: str) -> bool:
    """Whether the mailbox's own mail server, which signs by this name, says that the sender is another
    (RFC 8601). What others claim to have checked is not believed."""
    for said in letter.all("authentication-results"):
        name, _, results = said.partition(";")
        if server and name.split()[:1] == [server]:
            return "dmarc=fail" in results.lower().replace(" ", "")
    return False


def may_be_acknowledged(letter: Letter) -> bool:
    """Whether telling the sender that their letter came can start no exchange between programs."""
    suppressed = letter.header("x-auto-response-suppress").lower()
    return bool(letter.sender) and "all" not in suppressed and "autoreply" not in suppressed


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server says of a letter of ours: `about` is its message id, where it can be told."""

    about: str
    address: str
    status: str
    final: bool


_RECIPIENT = re.compile(r"^(?:final|original)-recipient:\s*[\w-]+;\s*<?([^\s<>;]{3,250})>?", re.I | re.M)
_STATUS = re.compile(r"^status:\s*(\d\.\d{1,3}\.\d{1,3})", re.I | re.M)
_ACTION = re.compile(r"^action:\s*(\w+)", re.I | re.M)
_ABOUT = re.compile(r"^message-id:\s*<([^<>\s]{1,250})>", re.I | re.M)


def report_of(letter: Letter) -> Report:
    """Read out of a bounce or a complaint; its sender may be anybody, so it is worth what `about` is."""
    action = _found(_ACTION, letter.report).lower()
    status = _found(_STATUS, letter.report)
    return Report(
        about=_found(_ABOUT, letter.report) or next(iter((*letter.in_reply_to, *letter.references[-1:])), ""),
        address=_found(_RECIPIENT, letter.report).lower(),
        status=status,
        final=action == "failed" or status.startswith("5"),
    )


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""
