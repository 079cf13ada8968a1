"""Sending links by e-mail and SMS. What counts is the link, however it comes (spec 4.15)."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import EmailMessage

from alongside.calls.links import For
from alongside.calls.models import Delivery, Invitation
from alongside.interactions.sending import Unsent, sender

HELD = {
    For.CONFERENCE: "The link holds for as long as the call exists.",
    For.SERVICE_REQUEST: "The link holds for 24 hours, for one call.",
}


class NotSent(Exception):
    """The link could not be sent this way; it holds all the same."""


def send(invitation: Invitation, link: str, *, house: str, inviter: str) -> None:
    """Send the link to the invitation's address, for a delivery that is sent. Raises `NotSent`."""
    text = (
        f"{inviter} of {house} invites you to a call: {invitation.title}\n\n{link}\n\n{HELD[invitation.link]}"
    )
    try:
        if invitation.delivery == Delivery.EMAIL:
            EmailMessage(f"{house}: {invitation.title}", text, to=[invitation.address]).send()
        elif invitation.delivery == Delivery.SMS:
            by = sender()
            if by is None:
                raise NotSent("No text messages are sent from here.")
            by.send(invitation.address, f"{inviter} of {house} invites you to a call: {link}")
    except (OSError, SMTPException, Unsent):
        raise NotSent("The message could not be sent.") from None
