"""What is done with what was handed in: staff look at one, print one, take many out into a file; people take
their own as a document. Each is recorded."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms import exporting, printing, vault
from alongside.forms.exporting import Narrow
from alongside.forms.models import File, Submission
from alongside.history.events import Event

HANDLE = Power("forms.handle", Kind.STAFF)  # opens the list
SEE = Power("forms.see_submission", Kind.DUTY)
PRINT = Power("forms.print_submission", Kind.DUTY)
SEE_FILE = Power("forms.see_file", Kind.DUTY)
TAKE_DOCUMENT = Power("forms.take_document")
EXPORT_SUBMISSIONS = Power("forms.export_submissions", Kind.STAFF)


class SubmissionSeen(
    Event,
    kind="forms.submission_seen",
    title="Submission Seen",
    sentence="{actor} looked at {reference}",
    private=True,
):
    reference: str


class SubmissionPrinted(
    Event,
    kind="forms.submission_printed",
    title="Submission Printed",
    sentence="{actor} took {reference} out as a document",
    private=True,
):
    reference: str


class FileSeen(
    Event,
    kind="forms.file_seen",
    title="File Of Submission Seen",
    sentence="{actor} fetched a file of {reference}",
    private=True,
):
    reference: str
    file: str


class DocumentTaken(
    Event,
    kind="forms.document_taken",
    title="Document Taken",
    sentence="{actor} took what was handed in for {person} ({reference}) as a document",
    sentence_self="{actor} took what was handed in ({reference}) as a document",
):
    reference: str


class SubmissionsExported(
    Event,
    kind="forms.submissions_exported",
    title="Submissions Exported",
    sentence="{actor} exported {submissions} submissions",
    private=True,
):
    """`filters` are what narrowed them, in words of the page that asked."""

    submissions: int
    form: str
    filters: tuple[str, ...]
    format: str


def see_submission(acting: Acting, submission: Submission) -> None:
    """Look at what was handed in. Raises `Refused` for whoever is not of the form's staff."""
    with acting.doing(SEE, about=submission, whose=submission.person) as deed:
        deed.record(SubmissionSeen(reference=submission.reference), about=submission)


def print_submission(acting: Acting, submission: Submission) -> bytes:
    """The same as a PDF. Raises `Refused` for whoever is not of the form's staff."""
    with acting.doing(PRINT, about=submission, whose=submission.person) as deed:
        content = printing.printed(submission)
        deed.record(SubmissionPrinted(reference=submission.reference), about=submission)
    return content


def see_file(acting: Acting, submission: Submission, number: uuid.UUID) -> tuple[File, Path]:
    """A file that came with a submission, and where its content lies. Raises `Refused` for whoever is not of
    the form's staff, and `File.DoesNotExist`."""
    with acting.doing(SEE_FILE, about=submission, whose=submission.person) as deed:
        file = File.objects.get(pk=number, draft=submission.draft_id)
        deed.record(FileSeen(reference=submission.reference, file=str(file.pk)), about=submission)
    return file, vault.file_of(file.pk)


def take_document(acting: Acting, submission: Submission) -> bytes:
    """What was handed in as a PDF, for the person or whoever helps them. Raises `Refused` for others."""
    with acting.doing(TAKE_DOCUMENT, about=submission) as deed:
        content = printing.printed(submission)
        deed.record(DocumentTaken(reference=submission.reference), about=submission)
    return content


def export_submissions(
    acting: Acting, narrow: Narrow, *, form: str = "", filters: tuple[str, ...] = (), format: str = "csv"
) -> Iterator[bytes]:
    """What `narrow` leaves of the submissions that the actor handles, as a file that is made while it is
    read. It is recorded by now, before the first byte. With the slug of a `form`, a table has a column for
    each of its questions."""
    groups = tuple(sorted(acting.actor.standing.groups))
    with acting.doing(EXPORT_SUBMISSIONS) as deed:
        count = narrow(Submission.objects.handled_by(groups)).count()
        deed.record(SubmissionsExported(submissions=count, form=form, filters=filters, format=format))
    return exporting.parts(acting.tenant_id, groups, narrow, form=form, format=format)
