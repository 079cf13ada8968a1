"""What came back and is of a mailing: the desk's mailboxes read it, `mailings` knows what it is about."""

from __future__ import annotations

import re

from alongside.assisting.acting import Acting
from alongside.desk.mail.letters import Letter
from alongside.desk.mail.sorting import Report
from alongside.mailings import actions as mailings

_MARKED = re.compile(r"[^@+]+\+(m\d{1,18}-[0-9a-f]+)@.+", re.IGNORECASE)
_NUMBERED = re.compile(r"(m\d{1,18}-[0-9a-f]+)\.mailing@.+", re.IGNORECASE)


def note_mailing(acting: Acting, letter: Letter, report: Report, *, complaint: bool) -> bool:
    """Whether it is about a mail of a mailing, which then knows: by the address that it came back to, or by
    the message id of what it repeats."""
    marks = [found[1] for address in letter.to if (found := _MARKED.fullmatch(address))]
    if found := _NUMBERED.fullmatch(report.about):
        marks.append(found[1])
    if not marks:
        return False
    reason = (
        "They called a mail unwanted."
        if complaint
        else f"A mail to {report.address or 'them'} came back: {report.status or 'refused'}."
    )
    return mailings.heed(acting, marks, complaint=complaint, final=report.final, reason=reason)
