"""What staff do with what was handed in: look at one, take many out into a file. Both are recorded."""

from __future__ import annotations

from collections.abc import Iterator

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms import exporting
from alongside.forms.exporting import Narrow
from alongside.forms.models import Submission
from alongside.history.events import Event

HANDLE = Power("forms.handle", Kind.STAFF)  # opens the list
SEE = Power("forms.see_submission", Kind.DUTY)
EXPORT_SUBMISSIONS = Power("forms.export_submissions", Kind.STAFF)


class SubmissionSeen(
    Event,
    kind="forms.submission_seen",
    title="Submission Seen",
    sentence="{actor} looked at {reference}",
    private=True,
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
