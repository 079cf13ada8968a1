"""Setting up mailboxes: where questions come in by e-mail, and from which addresses they are answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from alongside.assisting.acting import Acting, Refused
from alongside.desk.actions.arranging import ARRANGE
from alongside.desk.mail import decoding, imap, sealing
from alongside.desk.models import Mailbox, Security, Topic
from alongside.history.events import Event
from alongside.lib import tenancy
from alongside.people.checking import Misfit


class MailboxSet(
    Event,
    kind="desk.mailbox_set",
    title="Mailbox Set Up",
    sentence="{actor} set up the mailbox {address}",
    private=True,
):
    """`changed_password`: never which."""

    address: str
    in_use: bool
    changed_password: bool


@dataclass(frozen=True)
class Wanted:
    """What a mailbox is to be; an empty password leaves the one that it has."""

    topic: Topic
    address: str
    name: str
    host: str
    username: str
    password: str = ""
    port: int = 993
    security: str = Security.TLS.value
    folder: str = "INBOX"
    takes_tags: bool = True
    checked_by: str = ""
    acknowledgement: str = ""
    in_use: bool = True


def set_mailbox(acting: Acting, wanted: Wanted, *, mailbox: Mailbox | None = None) -> Mailbox:
    """Make a mailbox, or change one; raises `Misfit`. One that moved is read from its beginning: what came
    before is recognised."""
    address = wanted.address.strip().lower()
    _demand_fit(wanted, address, mailbox)
    with acting.doing(ARRANGE) as deed:
        row = mailbox or Mailbox()
        moved = (row.host, row.username, row.folder) != (wanted.host, wanted.username, wanted.folder)
        row.segment_id, row.topic, row.address = wanted.topic.segment_id, wanted.topic, address
        for name in ("host", "port", "security", "username", "folder", "takes_tags", "in_use"):
            setattr(row, name, getattr(wanted, name))
        row.name, row.checked_by = " ".join(wanted.name.split()), wanted.checked_by.strip()
        row.acknowledgement, row.problem = wanted.acknowledgement.strip(), ""
        if wanted.password:
            row.password = sealing.seal(
                settings.SECRET_KEY, tenancy.current(), address, wanted.password.encode()
            )
        if moved:
            row.uid_validity = row.last_uid = 0
        row.save()
        changed = wanted.password != ""
        deed.record(MailboxSet(address=address, in_use=row.in_use, changed_password=changed), about=row)
        return row


def way_of(mailbox: Mailbox) -> imap.Way:
    """How it is reached; raises `imap.Unreachable` where its password opens no more."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    try:
        opened = sealing.unseal(secrets, tenancy.current(), mailbox.address, mailbox.password)
    except sealing.Locked:
        raise imap.Unreachable("Its password cannot be opened any more: enter it again.") from None
    return imap.Way(
        mailbox.host, mailbox.port, mailbox.security, mailbox.username, opened.decode(), mailbox.folder
    )


def try_mailbox(acting: Acting, wanted: Wanted, mailbox: Mailbox | None = None) -> str:
    """Open what was typed, without keeping it: a sentence on what was found there. Raises `Misfit`, and
    `imap.Unreachable` with what is wrong."""
    address = wanted.address.strip().lower()
    _demand_fit(wanted, address, mailbox)
    if not (verdict := acting.may(ARRANGE)):
        raise Refused(acting, ARRANGE, verdict, None)
    password = wanted.password or (way_of(mailbox).password if mailbox else "")
    way = imap.Way(wanted.host, wanted.port, wanted.security, wanted.username, password, wanted.folder)
    with imap.opened(way) as folder:
        return f"It works: the folder {way.folder} holds {folder.letters} letters."


def _demand_fit(wanted: Wanted, address: str, mailbox: Mailbox | None) -> None:
    problems: dict[str, str] = {}
    beside = Mailbox.objects.filter(address__iexact=address)
    if not decoding.is_address(address) or not address.isascii() or len(address.partition("@")[0]) > 40:
        problems["address"] = "Enter an e-mail address such as desk@example.org."
    elif any(one != mailbox for one in beside):
        problems["address"] = "There is a mailbox of this address."
    if mailbox is not None and not wanted.password and not _reached_alike(wanted, address, mailbox):
        # Or whoever may name a server could have the password sent to one of their own.
        problems["password"] = "Enter the password again: it is kept for this address and server alone."  # noqa: S105
    name = wanted.name.strip()
    if not name or len(name) > 100 or not name.isprintable():
        problems["name"] = "Enter the name that stands beside the address, of at most 100 characters."
    if not wanted.host.strip() or len(wanted.host) > 200 or not wanted.host.isprintable():
        problems["host"] = "Enter the name of the mail server."
    if not 1 <= wanted.port <= 65_535:
        problems["port"] = "Enter a port from 1 to 65535."
    if wanted.security not in Security.values:
        problems["security"] = "Choose one of the list."
    if not wanted.username or len(wanted.username) > 200 or not wanted.username.isprintable():
        problems["username"] = "Enter the user name."
    if mailbox is None and not wanted.password:
        problems["password"] = "Enter the password."  # noqa: S105 (a sentence)
    if not wanted.folder or len(wanted.folder) > 200 or not wanted.folder.isprintable():
        problems["folder"] = "Enter the name of a folder, such as INBOX."
    if wanted.topic.deleted_at is not None:
        problems["topic"] = "Choose one of the list."
    if len(wanted.acknowledgement) > 5_000:
        problems["acknowledgement"] = "Use at most 5000 characters."
    if problems:
        raise Misfit(problems)


def _reached_alike(wanted: Wanted, address: str, mailbox: Mailbox) -> bool:
    before = (mailbox.address, mailbox.host, mailbox.port, mailbox.security, mailbox.username)
    return before == (address, wanted.host, wanted.port, wanted.security, wanted.username)
