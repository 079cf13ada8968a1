"""A mailing as the letter that goes to one of those on its list."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from email.utils import parseaddr

from django.core.mail import EmailMultiAlternatives

from alongside.interactions.sending import Unsent, sender
from alongside.lib import tenancy
from alongside.lib.handing_over import Handed, Outcome
from alongside.mailings import links
from alongside.mailings.models import Channel, Mailing, MailingList, Subscription
from alongside.mailings.reaching import from_of
from alongside.mailings.texts import Read, Text
from alongside.people.models import Person, Tenant

log = logging.getLogger(__name__)

_TOKEN = "TOKEN"  # noqa: S105 (stands for one while an address is made)


@dataclass(frozen=True)
class Composer:
    """What all letters of a mailing have in common, found out once for many of them."""

    list: MailingList
    text: Text
    house: str
    leaving: str  # the address by which one leaves, with `_TOKEN` in it
    own_page: str

    @classmethod
    def of(cls, mailing: Mailing) -> Composer:
        list = mailing.list
        house = Tenant.objects.get(pk=tenancy.current())
        short = list.channel == Channel.SMS
        return cls(
            list,
            Text(mailing.subject, mailing.text, short=short),
            house.name,
            links.address("mailings:leaving", _TOKEN),
            links.address("portal:mailings"),
        )

    def read_by(self, person: Person, leaving: str = "") -> Read:
        """What somebody reads; without an address by which they leave the list, that is their own page."""
        values = {
            "given_name": person.given_name,
            "name": person.name,
            "list": self.list.name,
            "house": self.house,
        }
        return self.text.read_by(values, leaving or self.own_page)

    def letter(self, delivery: int, subscription: Subscription, address: str) -> EmailMultiAlternatives:
        leaving = self._leaving(subscription)
        letter = self._letter(self.read_by(subscription.person, leaving), address)
        host = parseaddr(str(letter.extra_headers["From"]))[1].partition("@")[2]
        letter.extra_headers |= {
            "Message-ID": f"<{links.message_id(delivery, host)}>",
            # One click in a mail program is enough (RFC 8058).
            "List-Unsubscribe": f"<{leaving}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        if self.list.return_address:
            # What comes back says by its address what came back.
            local, _, domain = self.list.return_address.partition("@")
            letter.from_email = f"{local}+{links.return_tag(delivery)}@{domain}"
        return letter

    def trial(self, person: Person, address: str) -> EmailMultiAlternatives:
        """To whoever tries it."""
        letter = self._letter(self.read_by(person), address)
        letter.subject = f"[Test] {letter.subject}"
        return letter

    def text_message(self, person: Person, number: str, subscription: Subscription | None = None) -> Outcome:
        by = sender()
        if by is None:
            return Outcome(Handed.LATER, "No text messages are sent from here.", reached=False)
        leaving = self._leaving(subscription) if subscription is not None else ""
        try:
            by.send(number, self.read_by(person, leaving).text)
        except Unsent as problem:
            return Outcome(Handed.LATER, f"The message was not sent: {problem}".removesuffix(": "))
        except Exception as problem:  # whatever a gateway does, the other letters can leave
            log.exception("a text message was not sent")
            return Outcome(Handed.UNKNOWN, f"It is not known whether it was sent: {type(problem).__name__}")
        return Outcome(Handed.TAKEN)

    def _leaving(self, subscription: Subscription) -> str:
        return self.leaving.replace(_TOKEN, links.leaving(subscription))

    def _letter(self, read: Read, address: str) -> EmailMultiAlternatives:
        sender = from_of(self.list, self.house)
        letter = EmailMultiAlternatives(
            read.subject,
            read.text,
            parseaddr(sender)[1],
            [address],
            headers={
                "From": sender,
                "List-Id": f"<list{self.list.pk}.{parseaddr(sender)[1].partition('@')[2]}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                "Precedence": "bulk",
            },
        )
        letter.attach_alternative(read.html, "text/html")
        return letter
