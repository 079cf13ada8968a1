"""Where people are written to, and the one letter that asks whether they want to be."""

from __future__ import annotations

import logging
from email.utils import formataddr, parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from alongside.interactions.sending import Unsent, sender
from alongside.mailings import links
from alongside.mailings.models import Channel, MailingList, Subscription
from alongside.people.models import Person

MISSING = {
    Channel.EMAIL.value: "There is no e-mail address in the profile: enter one there first.",
    Channel.SMS.value: "There is no telephone number in the profile: enter one there first.",
}
CONFIRM = """\
Somebody asked that you be on the list “{list}” of {house}: you, or who helped you.

{purpose}

If you want that, open this page and press the button there. It is good for seven days.

{link}

If you do not want it, do nothing: then nothing is sent to you.
"""
CONFIRM_SHORT = "{house}: to get “{list}”, confirm at {link}"

log = logging.getLogger(__name__)


def address_of(subscription: Subscription) -> str:
    """Where a person is written to for a list; empty where that is not known."""
    return address_by(subscription.person, subscription.list.channel)


def address_by(person: Person, channel: str) -> str:
    if channel == Channel.EMAIL:
        return person.email.strip().lower()
    known = person.value("mobile") or person.value("telephone") or ""
    return str(known[0] if isinstance(known, list) and known else known or "").strip()


def from_of(list: MailingList, house: str) -> str:
    """The sender, as it stands in a mail."""
    address = list.sender_address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((list.sender_name or house, address))


def ask_to_confirm(subscription: Subscription, address: str) -> None:
    """Write the letter with the link. One that cannot be sent can be asked for again."""
    list, house = subscription.list, subscription.person.tenant.name
    link = links.address("mailings:confirmation", links.confirming(subscription))
    said = {"list": list.name, "house": house, "purpose": list.purpose, "link": link}
    try:
        if list.channel == Channel.SMS:
            by = sender()
            if by is None:
                raise Unsent
            by.send(address, CONFIRM_SHORT.format(**said))
        else:
            headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
            subject = f"Please confirm: {list.name}"
            EmailMessage(
                subject, CONFIRM.format(**said), from_of(list, house), [address], headers=headers
            ).send()
    except (OSError, SMTPException, Unsent, ValueError) as problem:
        log.error("a link to confirm was not sent: %s", type(problem).__name__)
