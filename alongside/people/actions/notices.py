"""What people are told by e-mail when something about their account changes."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from alongside.people.models import Person

log = logging.getLogger(__name__)

CHANGED = """\
Somebody changed the e-mail address of your account. From now on we write to the new address.

If it was you, or somebody who helped you, there is nothing to do. If not, please tell us: for three
days nobody can reset your password by e-mail. Who did it stands in your account under "Who acted for
me".
"""


def email_changed(before: Person) -> None:
    """Tell the address that was, once the change is committed; a mail that cannot be sent undoes nothing."""
    if before.email:
        message = EmailMessage("Your e-mail address was changed", CHANGED, to=[before.email])
        transaction.on_commit(lambda: _send(message))


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as problem:
        log.error("a notice was not sent: %s", problem)
