"""What was handed in, as a document to keep: reference, who for and by whom, and every answer."""

from __future__ import annotations

from django.utils import timezone

from alongside.forms.models import Submission
from alongside.forms.telling import Row, sections
from alongside.lib.pdf import Document


def printed(submission: Submission) -> bytes:
    """A PDF, in the language of the pages."""
    made = Document(submission.form.title, made_at=submission.handed_in_at)
    made.facts(
        [
            ("Reference", submission.reference),
            ("Handed in to", submission.person.tenant.name),
            ("For", submission.person.name),
            ("Handed in", _when(submission)),
            ("Form", f"{submission.form.title}, version {submission.version.number}"),
        ]
    )
    person = str(submission.person.ref)
    for section in sections(submission.version.schema, submission.answers):
        made.heading(section.title)
        made.facts((_label(row, person), "\n".join(row.lines) or "–") for row in section.rows)
    return made.bytes()


def named(submission: Submission) -> str:
    """The file name of the document."""
    return f"{submission.form.slug}-{submission.reference}.pdf"


def _when(submission: Submission) -> str:
    moment = f"{timezone.localtime(submission.handed_in_at):%d/%m/%Y %H:%M}"
    return f"{moment} by {submission.actor.name}" if submission.on_behalf else moment


def _label(row: Row, person: str) -> str:
    """The question, and who answered it where that was not the person."""
    return row.label if row.ref == person or not row.lines else f"{row.label} (answered by {row.by})"
