"""Filling in forms: the same pages for people alone and for whoever helps them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public, signed_in
from alongside.assisting.confining import is_confined, widen
from alongside.assisting.rules import Mode
from alongside.cases.models import Case
from alongside.cases.queries import alike
from alongside.forms import actions as forms
from alongside.forms.actions import Closed
from alongside.forms.context import variables
from alongside.forms.filetypes import TYPES
from alongside.forms.following import Held
from alongside.forms.models import Draft, File, Form, Submission
from alongside.forms.options import only_the_person_hands_in
from alongside.forms.placeholders import filled
from alongside.lib.addresses import inside
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.carried import acts, carried
from alongside.portal.forms.files import with_files
from alongside.portal.forms.finding import (
    address,
    draft_of,
    is_overtaken,
    unfinished_draft_of,
    version_of,
    waiting_draft_of,
)
from alongside.portal.forms.rows import CHANGE, looks, place_of_change, sent_rows
from alongside.portal.forms.seeing import beside
from alongside.portal.forms.sheet import Sheet, after, first_page, steps
from alongside.portal.forms.summary import to_check
from alongside.ui.saving import as_file

pages = require_http_methods(["GET", "HEAD", "POST"])

# Which buttons keep the page as it is, whether or not everything fits.
LEAVING = ("later", "back", "keep")  # the last by a script, while somebody looks on


@public
@require_safe
def index(request: Request) -> HttpResponse:
    """Everything that can be filled in; what is secured to others is not there."""
    acting: Acting | None = getattr(request, "acting", None)
    found = Form.objects.reachable_by(acting.actor if acting else None).listed().by_title()
    return render(request, "portal/forms/index.html", {"forms": found})


@signed_in
@pages
def form(request: Request, slug: str) -> HttpResponse:
    """The first page of a form that is not begun yet. Only sending it writes anything."""
    version = version_of(request, slug)
    first = first_page(version.schema)
    sheet = Sheet(request.acting, version, first, data=sent_rows(request))
    if not acts(request):
        return _draw(request, sheet, waiting=waiting_draft_of(request.acting, version.form))
    if looks(request):
        return _draw_changes(request, sheet)
    sent = sheet.sent(unfinished=_leaves(request, sheet) or bool(request.FILES))
    try:
        draft = forms.begin(
            request.acting,
            version,
            sent.answers,
            page=first,
            draft_id=_sent_id(request),
            unfinished=sent.unfinished,
            drawn=sent.drawn,
        )
    except Misfit as misfit:
        _say(sheet, misfit.errors)
        return _draw(request, sheet, status=422)
    if request.FILES:
        return _save(request, draft, first, checking=False)
    return _go_on(request, draft, sheet)


@signed_in
@pages
def page(request: Request, slug: str, draft_id: uuid.UUID, number: int) -> HttpResponse:
    """A page of a form that is begun."""
    draft = unfinished_draft_of(request, slug, draft_id)
    if draft.handed_in_at is not None:
        return _handed_in(request, draft)
    last = len(draft.version.schema.pages)
    if number == last + 1:
        return see(inside("portal:summary", slug, draft.pk))
    if not 1 <= number <= last:
        raise Http404
    checking = request.GET.get("check") == "yes"
    data = sent_rows(request)
    sheet = Sheet(request.acting, draft.version, number, draft=draft, data=data, checking=checking)
    if number not in sheet.asking.pages and request.method != "POST":
        return see(after(draft, number, "next", checking=checking))
    if not acts(request):
        return _draw(request, sheet)
    if looks(request):
        return _draw_changes(request, sheet)
    return _save(request, draft, number, checking=checking)


def _save(request: Request, draft: Draft, number: int, *, checking: bool) -> HttpResponse:
    """Keep what was sent, files first: one that cannot be taken is said, and the rest is kept as it is."""
    data = sent_rows(request)
    problems: dict[str, str] = {}
    sheet = Sheet(request.acting, draft.version, number, draft=draft, data=data, checking=checking)
    if request.FILES:
        try:
            data, problems = with_files(request, draft, sheet)
        except Closed as closed:
            return _closed(request, closed)
        sheet = Sheet(request.acting, draft.version, number, draft=draft, data=data, checking=checking)
    sent = sheet.sent(unfinished=_leaves(request, sheet) or bool(problems))
    try:
        kept = forms.save(
            request.acting, draft, number, sent.answers, unfinished=sent.unfinished, drawn=sent.drawn
        )
    except Misfit as misfit:
        _say(sheet, misfit.errors)
        return _draw(request, sheet, status=422)
    except Closed as closed:
        return _closed(request, closed)
    if problems:
        _say(sheet, problems)
        return _draw(request, sheet, status=422)
    return _go_on(request, kept, sheet)


@signed_in
@require_safe
def file(request: Request, slug: str, draft_id: uuid.UUID, number: uuid.UUID) -> HttpResponse | FileResponse:
    """A file that was sent, for whoever may see the form it was sent with: saved, never opened here."""
    draft = unfinished_draft_of(request, slug, draft_id)
    try:
        found, path = forms.fetch(request.acting, draft, number)
    except File.DoesNotExist:
        raise Http404 from None
    return as_file(path, found.name, TYPES[found.type].media_type)


@signed_in
@pages
def summary(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """Check the answers, and hand them in."""
    draft = unfinished_draft_of(request, slug, draft_id)
    if draft.handed_in_at is not None:
        return _handed_in(request, draft)
    if not acts(request):
        return _draw_summary(request, draft)
    try:
        submission = forms.submit(request.acting, draft)
    except Misfit:
        return _draw_summary(request, draft, status=422)
    except Held as held:
        return _draw_summary(request, draft, problem=str(held), status=409)
    except Closed as closed:
        return _closed(request, closed)
    where = address(draft.form, "request", submission.pk)
    widen(request, where)
    return see(where)


@signed_in
@require_POST
def version(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """Go on with the version of the form that is in use."""
    draft = unfinished_draft_of(request, slug, draft_id)
    if draft.handed_in_at is not None:
        return _handed_in(request, draft)
    try:
        current = forms.carry_over(request.acting, draft)
    except Closed as closed:
        return _closed(request, closed)
    messages.success(request, "Your answers were carried over. Please look through them once more.")
    return see(inside("portal:draft", slug, draft.pk, first_page(current.version.schema)))


@signed_in
@pages
def removal(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """Throw away a saved form, once that was confirmed. Twice is once."""
    draft = draft_of(request, slug, draft_id)
    if draft.handed_in_at is not None:
        return _handed_in(request, draft)
    account = address(draft.form, "account")
    if not acts(request):
        return render(request, "portal/forms/removal.html", {"draft": draft, "account": account})
    try:
        forms.discard(request.acting, draft)
    except Closed as closed:
        return _closed(request, closed)
    messages.success(request, f"{draft.form.title} was thrown away.")
    return see(account)


def _say(sheet: Sheet, problems: Mapping[str, str]) -> None:
    """What only whoever keeps files and answers can know, instead of what the page itself finds wrong: of a
    file that was refused, why, and not that there is none."""
    for name, problem in problems.items():
        if name in sheet.form.fields:
            sheet.form.errors.pop(name, None)
            sheet.form.add_error(name, problem)


def _sent_id(request: Request) -> uuid.UUID | None:
    """The id that the page was drawn with."""
    try:
        return uuid.UUID(request.POST.get("draft", ""))
    except ValueError:
        return None


def _leaves(request: Request, sheet: Sheet) -> bool:
    """Whether the page is kept as it is: it is left, its rows change, or it asks more than it did."""
    return request.POST.get("then") in LEAVING or CHANGE in request.POST or bool(sheet.read.more)


def _go_on(request: Request, draft: Draft, sheet: Sheet) -> HttpResponse:
    then, number = request.POST.get("then", "next"), sheet.number
    if (CHANGE in request.POST or sheet.read.more) and then not in LEAVING:
        where = place_of_change(request, sheet)
        check = "?check=yes" if sheet.checking else ""
        return see(f"{inside('portal:draft', draft.form.slug, draft.pk, number)}{check}#{where}")
    if then == "keep":
        return HttpResponse(status=204)
    if then == "later" and is_confined(request):
        messages.success(request, f"{draft.form.title} is saved. Have a new link sent to go on with it.")
        return see(inside("portal:links"))
    if then == "later":
        messages.success(request, f"{draft.form.title} is saved. You can carry on with it here at any time.")
        return see(address(draft.form, "account"))
    return see(after(draft, number, then, checking=sheet.checking))


def _closed(request: Request, closed: Closed) -> HttpResponse:
    """Somebody else, or another tab, was faster."""
    draft = closed.draft
    if draft.handed_in_at is not None:
        messages.warning(request, "This was handed in already, so nothing was changed.")
        return _handed_in(request, draft)
    messages.warning(request, f"{draft.form.title} was thrown away in the meantime, so nothing was saved.")
    return see(address(draft.form, "account"))


def _handed_in(request: Request, draft: Draft) -> HttpResponse:
    submission = Submission.objects.get(draft=draft)
    where = address(draft.form, "request", submission.pk)
    widen(request, where)
    return see(where)


def _draw(request: Request, sheet: Sheet, *, waiting: Draft | None = None, status: int = 200) -> HttpResponse:
    context = {
        "sheet": sheet,
        "form": sheet.version.form,
        "waiting": waiting,
        "overtaken": is_overtaken(sheet.draft),
        "left": sheet.draft.left if sheet.draft else (),
        "carried": carried(request),
        "swapped": False,
        "side": beside(request, sheet.draft, sheet.number) if sheet.draft else None,
    }
    return render(request, "portal/forms/page.html", context, status=status)


def _draw_changes(request: Request, sheet: Sheet) -> HttpResponse:
    """What is asked now and was not, or the other way round; the rest of the page stays as it is."""
    before = set(sheet.drawn or ())
    context = {"sheet": sheet, "before": before, "swapped": True}
    return render(request, "portal/forms/_changes.html", context)


def _draw_summary(request: Request, draft: Draft, *, problem: str = "", status: int = 200) -> HttpResponse:
    definition = draft.version.schema
    checked = to_check(draft, request.acting.person.ref)
    sections = checked.sections
    context = {
        "draft": draft,
        "form": draft.form,
        "overtaken": is_overtaken(draft),
        "left": draft.left,
        "problem": problem,
        "definition": definition,
        "steps": steps(checked.asking),
        "last": checked.asking.pages[-1] if checked.asking.pages else 1,
        "text": filled(definition.summary.text, variables(request.acting)),
        "sections": sections,
        "problems": [row for section in sections for row in section.rows if row.problem],
        "account": address(draft.form, "account"),
        "alike": _alike(draft.form.opened_by(request.acting), definition.case_type),
        "carried": carried(request),
        "side": beside(request, draft, len(definition.pages) + 1),
        "persons_own": request.acting.mode is Mode.USER and only_the_person_hands_in(request.tenant.options),
    }
    return render(request, "portal/forms/summary.html", context, status=status)


def _alike(acting: Acting, slug: str) -> list[Case]:
    """The open cases of the type that handing in would raise another of."""
    return alike(acting, type=slug) if slug else []
