"""The e-mail that says that something was handed in."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.mail import EmailMessage

from alongside.forms import later, printing, reading
from alongside.forms.answers import plain
from alongside.forms.asking import asked
from alongside.forms.models import Submission


def send_receipt(submission: Submission) -> str:
    """Write to the person it was handed in for; a form that is sensitive is not named, nor its answers."""
    address = submission.person.email
    if not address:
        raise later.Impossible("There is no e-mail address to write to.")
    letter = EmailMessage(_subject(submission), "\n".join(_text(submission)), to=[address])
    if submission.version.schema.receipt_document and not submission.form.sensitive:
        letter.attach(printing.named(submission), printing.printed(submission), "application/pdf")
    letter.send()
    return "confirmed by e-mail"


def _subject(submission: Submission) -> str:
    if submission.form.sensitive:
        return f"We have received your form: {submission.reference}"
    return " ".join(f"{submission.form.title}: {submission.reference}".split())


def _text(submission: Submission) -> Iterator[str]:
    sensitive = submission.form.sensitive
    what = "a form" if sensitive else f"“{submission.form.title}”"
    yield f"We have received {what} for you. Its reference is {submission.reference}."
    if submission.on_behalf:
        yield f"{submission.actor.name} handed it in for you. If you know nothing of it, please tell us."
    yield ""
    if sensitive:
        yield "What was said in it stands in your account, under the same reference."
        return
    if submission.version.schema.confirmation:
        yield submission.version.schema.confirmation
        yield ""
    yield from _answers(submission)


def _answers(submission: Submission) -> Iterator[str]:
    values = plain(submission.answers)
    asking = asked(submission.version.schema, values, submission.handed_in_at.date())
    for question in asking.questions():
        said = reading.shown(question, values.get(question.name))
        if said:
            yield f"{question.label}: " + said.replace("\n", ", ")
