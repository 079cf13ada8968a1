"""The case that a form begins when it is handed in: its definition names the type (spec C5, C31)."""

from __future__ import annotations

import logging

from alongside.assisting.acting import Acting
from alongside.cases import places
from alongside.cases.actions.raising import CONTACT, LONGEST_TITLE, raise_case
from alongside.cases.models import CaseType
from alongside.forms.answers import plain
from alongside.forms.models import Submission
from alongside.people.models import Group

GROUP = "casemanager"  # the question whose answer chooses among the groups of the type (spec C31)
TITLE = "case_title"

log = logging.getLogger(__name__)


def begin_case(acting: Acting, submission: Submission) -> None:
    """Raise the case of a submission whose form opens one. What was handed in is kept also where the type was
    taken out of use since the form was published: then there is a submission and no case."""
    slug = submission.version.schema.case_type
    if not slug:
        return
    type = CaseType.objects.in_use().whole().filter(slug=slug).first()
    if type is None:
        log.warning("the form %s names cases of the type %s, which is not in use", submission.form.slug, slug)
        return
    said = _said(submission)
    title = said.get(TITLE, "") or submission.form.title
    raise_case(
        acting,
        type,
        title=title[:LONGEST_TITLE],
        contact=_contact(said),
        submission=submission,
        group=Group.objects.filter(name__iexact=said[GROUP]).first() if said.get(GROUP) else None,
    )


def _contact(said: dict[str, str]) -> dict[str, str]:
    """The details that are answered. A place that cannot be read stays an answer of the form alone: nobody
    is kept from handing it in for that."""
    found = {name: said[name][:longest] for name, longest in CONTACT.items() if said.get(name)}
    try:
        places.read(found.get("place", ""))
    except ValueError:
        found.pop("place", None)
    return found


def _said(submission: Submission) -> dict[str, str]:
    """The answers that are one text each, by the names of their questions in small letters; an address of
    several lines is one."""
    found: dict[str, str] = {}
    for name, value in plain(submission.answers).items():
        if isinstance(value, dict):
            value = ", ".join(str(line) for line in value.values() if line)
        if isinstance(value, str) and value.strip():
            found[name.casefold()] = value.strip()
    return found
