"""Handing an e-mail to a mail server, and what can be known of it afterwards."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)


class Handed(StrEnum):
    TAKEN = "taken"
    LATER = "later"  # certainly not taken: it can be tried again
    REFUSED = "refused"  # certainly not taken, now or later
    UNKNOWN = "unknown"  # nobody heard the server say either


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. `reached` is False where no server answered at all, and `receiver` True
    where what it said is about whom the e-mail goes to."""

    handed: Handed
    problem: str = ""
    reached: bool = True
    receiver: bool = False


def hand_over(message: EmailMessage, connection: BaseEmailBackend) -> Outcome:
    """Whatever goes wrong is an outcome."""
    try:
        connection.open()
    except (OSError, SMTPException) as problem:  # nothing was said yet
        return Outcome(Handed.LATER, f"The mail server could not be reached: {problem}", reached=False)
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()), (550, b""))
        return _by_code(code, words, receiver=True)
    except SMTPServerDisconnected as problem:
        return Outcome(Handed.UNKNOWN, f"The mail server went away: {problem}")
    except SMTPResponseException as answer:
        return _by_code(answer.smtp_code, answer.smtp_error)
    except (OSError, SMTPException) as problem:
        return Outcome(Handed.UNKNOWN, f"It is not known whether the mail server took it: {problem}")
    except ValueError as problem:  # an address or a subject that no e-mail can have
        return Outcome(Handed.REFUSED, str(problem))
    return Outcome(Handed.TAKEN)


def part(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, SMTPException) as problem:
        log.info("the mail server did not part in peace: %s", problem)


def _by_code(code: int, words: bytes | str, *, receiver: bool = False) -> Outcome:
    """The server has answered: it did not take it."""
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    handed = Handed.LATER if 400 <= code < 500 else Handed.REFUSED
    return Outcome(handed, f"The mail server answered {code} {said}", receiver=receiver)
