"""Files that come with a page."""

from __future__ import annotations

from django.http import QueryDict

from alongside.forms import actions as forms
from alongside.forms import reading
from alongside.forms.models import Draft
from alongside.forms.schema import Kind
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.forms.rows import sent_rows
from alongside.portal.forms.sheet import Sheet

UPLOAD = "-upload"  # after the name of the question, where new files are sent


def with_files(request: Request, draft: Draft, sheet: Sheet) -> tuple[QueryDict, dict[str, str]]:
    """What was sent, with each file that was taken among its question's answers; and a sentence for each
    question with one that was not. A file takes the place of the one before where there can be one."""
    data = (sent_rows(request) or request.POST).copy()
    problems: dict[str, str] = {}
    for question in sheet.asking.questions(sheet.number):
        if question.kind is not Kind.FILE:
            continue
        for upload in request.FILES.getlist(question.name + UPLOAD):
            kept = data.getlist(question.name) if reading.most_files(question) > 1 else []
            if len(kept) >= reading.most_files(question):
                problems[question.name] = f"Send at most {reading.most_files(question)} files."
                break
            try:
                file = forms.attach(request.acting, draft, question, upload)
            except Misfit as misfit:
                problems |= misfit.errors
                break
            data.setlist(question.name, [*kept, file.item])
    return data, problems
