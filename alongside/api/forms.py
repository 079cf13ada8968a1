"""Forms for programs: which there are, filling one in page by page, and handing it in (spec G29–G40).

The rules are those of the pages: a form is reached by the groups of whoever the program acts for, a draft is
found through the person, and what is not theirs is not there.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alongside.api.params import Impossible, Params, Unfit, number, text, yes
from alongside.assisting.acting import Acting, Refused
from alongside.forms import actions as forms
from alongside.forms.answers import Typed, plain
from alongside.forms.asking import Asking, asked
from alongside.forms.following import Held
from alongside.forms.models import Draft, Form, FormVersion, Submission
from alongside.forms.schema import Kind
from alongside.lib import clock

NO_FORM = "There is no such form."
NO_DRAFT = "There is no such saved form."


@dataclass(frozen=True)
class Deed:
    """What is done to the saved form that a call names; answered with it as it is then."""

    do: Callable[[Acting, Draft, Params], Draft]

    def method(self, acting: Acting, params: Params) -> dict[str, Any]:
        found = _named(acting, params)
        try:
            return told(self.do(acting, found, params))
        except forms.Closed:
            raise Impossible("It was handed in or thrown away in the meantime.") from None


def find(acting: Acting, params: Params) -> dict[str, Any]:
    """The forms that can be filled in, without those that are found by their address alone."""
    found = Form.objects.reachable_by(acting.actor).listed().by_title()
    return {"forms": [{"form": one.slug, "title": one.title} for one in found]}


def read(acting: Acting, params: Params) -> dict[str, Any]:
    """What a form asks, by the version in use."""
    version = _version(acting, params)
    form = version.form
    return {
        "form": form.slug,
        "title": form.title,
        "version": version.number,
        "definition": version.definition,
    }


def begin(acting: Acting, params: Params) -> dict[str, Any]:
    """Begin with the answers of a page. Sent twice with one id in `draft`, it begins one."""
    version = _version(acting, params)
    page = _page(params, len(version.schema.pages))
    number_ = number(params, "draft", "a saved form") if "draft" in params else None
    draft = forms.begin(
        acting,
        version,
        _answers(params),
        page=page,
        draft_id=number_,
        unfinished=yes(params, "unfinished"),
    )
    return told(draft)


def saved(acting: Acting, params: Params) -> dict[str, Any]:
    """The forms that were begun for the person and are not handed in."""
    found = Draft.objects.of(acting).unfinished().with_form().latest_first()
    return {
        "drafts": [
            {"draft": str(one.pk), "form": one.form.slug, "title": one.form.title, "page": one.page,
             "saved": one.saved_at.isoformat()}
            for one in found[:100]
        ]
    }  # fmt: skip


def submit(acting: Acting, params: Params) -> dict[str, Any]:
    """Hand in; doing it again gives the same submission."""
    found = _named(acting, params)
    try:
        done: Submission = forms.submit(acting, found)
    except forms.Closed:
        raise Impossible("It was thrown away.") from None
    except Held as problem:
        raise Impossible(str(problem)) from None
    return {
        "submission": str(done.pk),
        "reference": done.reference,
        "form": found.form.slug,
        "version": found.version.number,
        "handedIn": done.handed_in_at.isoformat(),
    }


def discard(acting: Acting, params: Params) -> dict[str, Any]:
    found = _named(acting, params)
    try:
        forms.discard(acting, found)
    except forms.Closed:
        raise Impossible("It was handed in.") from None
    return {"draft": str(found.pk), "discarded": True}


def attach(acting: Acting, params: Params) -> dict[str, Any]:
    """Send a file for a question; the `item` that is given is its answer, to be saved with its page."""
    found = _named(acting, params)
    questions = {one.name: one for one in _asking(found).questions() if one.kind is Kind.FILE}
    question = questions.get(text(params, "question"))
    if question is None:
        raise Unfit("question must be one of the form that takes files")
    try:
        content = base64.b64decode(text(params, "content"), validate=True)
    except ValueError:
        raise Unfit("content must be base64") from None
    upload = SimpleUploadedFile(text(params, "name"), content)
    try:
        return {"item": forms.attach(acting, found, question, upload).item}
    except forms.Closed:
        raise Impossible("It was handed in or thrown away in the meantime.") from None


def told(draft: Draft) -> dict[str, Any]:
    """A saved form: each answer with who gave it and when, and the pages that are asked, given these."""
    return {
        "draft": str(draft.pk),
        "form": draft.form.slug,
        "version": draft.version.number,
        "page": draft.page,
        "pages": list(_asking(draft).pages),
        "answers": draft.answers,
        "saved": draft.saved_at.isoformat(),
        "handedIn": draft.handed_in_at.isoformat() if draft.handed_in_at else None,
    }


def _save(acting: Acting, draft: Draft, params: Params) -> Draft:
    page = _page(params, len(draft.version.schema.pages))
    return forms.save(acting, draft, page, _answers(params), unfinished=yes(params, "unfinished"))


DEEDS = {
    "draft": Deed(lambda acting, draft, params: draft),
    "save": Deed(_save),
    "carryOver": Deed(lambda acting, draft, params: forms.carry_over(acting, draft)),
}


def _version(acting: Acting, params: Params) -> FormVersion:
    """The version in use. One that is secured to others is told as one that there is not."""
    try:
        return forms.open_form(acting, text(params, "form"))
    except (FormVersion.DoesNotExist, Refused):
        raise Impossible(NO_FORM) from None


def _named(acting: Acting, params: Params) -> Draft:
    """A saved form of the person; while helping also the agent's own of such forms as nobody fills in for
    others."""
    wanted = number(params, "draft", "a saved form")
    drafts = Draft.objects.with_version().filter(pk=wanted, discarded_at__isnull=True)
    found: Draft | None = drafts.of(acting).first()
    if found is None and acting.helping:
        found = drafts.of(acting.as_oneself()).filter(form__assist_enabled=False).first()
    if found is None:
        raise Impossible(NO_DRAFT)
    return found


def _asking(draft: Draft) -> Asking:
    return asked(draft.version.schema, plain(draft.answers), timezone.localdate(clock.now()))


def _page(params: Params, last: int) -> int:
    said = params.get("page", 1)
    if isinstance(said, bool) or not isinstance(said, int) or not 1 <= said <= last:
        raise Unfit(f"page must be a whole number from 1 to {last}")
    return said


def _answers(params: Params) -> dict[str, Typed]:
    """As people type them: a text, a list of texts where there can be several, an address by its lines."""
    said = params.get("answers", {})
    if not isinstance(said, dict) or not all(_is_typed(value) for value in said.values()):
        raise Unfit("answers must be an object of texts, lists of texts, or addresses by their lines")
    return said


def _is_typed(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(one, str) for one in value.values())
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
