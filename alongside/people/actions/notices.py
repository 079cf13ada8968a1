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

MERGED = """\
We held two records of you and have made them one. Nothing is lost: what you asked for and what you
began is in your account together.

{account}If this is a mistake, please tell us: it can be undone. Who did it stands in your account under
"Who acted for me".
"""


UNUSUAL = """\
{agent} {words}.

That may have a good reason. Please look at it and say what it was: {page}
"""


def email_changed(before: Person) -> None:
    """Tell the address that was, once the change is committed; a mail that cannot be sent undoes nothing."""
    if before.email:
        _send_after_commit(EmailMessage("Your e-mail address was changed", CHANGED, to=[before.email]))


def unusual_looking(agent: str, words: str, to: list[str]) -> None:
    """Tell managers of an alert; nothing in it names a person who was looked at."""
    for address in to:
        text = UNUSUAL.format(agent=agent, words=words, page="under Manage, Unusual looking.")
        _send_after_commit(EmailMessage("Unusual looking", text, to=[address]))


def merged(kept: Person, absorbed: Person) -> None:
    """Tell both addresses, as they were, that two records with an account have become one: each by a
    message of its own, so that nobody learns of another's."""
    if kept.username:
        account = f"Please sign in as {kept.username} from now on.\n\n" if absorbed.username else ""
        for address in dict.fromkeys(filter(None, [kept.email, absorbed.email])):
            text = MERGED.format(account=account)
            _send_after_commit(EmailMessage("Your records were put together", text, to=[address]))


def _send_after_commit(message: EmailMessage) -> None:
    transaction.on_commit(lambda: _send(message))


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as problem:
        log.error("a notice was not sent: %s", problem)
