"""Cases in the console: the list of all of them, the page of one, and what is done to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.acting import Refused, recording_refusals
from alongside.assisting.authority import staff
from alongside.assisting.rules import Verdict
from alongside.cases import actions, listing, queries, telling
from alongside.cases.actions.attaching import DETACH
from alongside.cases.actions.linking import LINK
from alongside.cases.actions.seeing import AS_THE_OWNER, ENQUIRE, SEARCH, VIEW
from alongside.cases.actions.views import views_of
from alongside.cases.models import Case, Part, Satisfaction
from alongside.cases.tracking import token_of
from alongside.console.answers import see_other
from alongside.console.cases import origins, page, searches
from alongside.console.cases.deeds import Deed
from alongside.console.cases.inputs import DeedInput
from alongside.console.cases.lots import LABELS
from alongside.console.cases.searching import SearchInput, filters
from alongside.console.live import about
from alongside.forms.models import Submission
from alongside.forms.telling import Section, sections
from alongside.history.watching import number_of_last
from alongside.lib.addresses import outside
from alongside.people.checking import Misfit
from alongside.people.http import Request

PAGE = 20  # cases


@staff(SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: Request) -> HttpResponse:
    """All cases of all types, whoever is being helped; which of them open is said by each (spec C6, C7). What
    is asked is posted and put away: no name or number stands in an address."""
    types = listing.types_by_id()
    if request.method == "POST":
        form = SearchInput(request.POST, types=types)
        if form.is_valid():
            return see_other(
                "cases", {"search": searches.keep(request, form.said())} if form.said() else None
            )
        return _list(request, form, types, queries.Found([]), status=422)
    number = request.GET.get("search", "")
    form = SearchInput(searches.find(request, number), types=types)
    if not types or not form.is_valid():
        return _list(request, form, types, queries.Found([]))
    found = queries.find(request.acting, form.sought(), types, size=PAGE, asked=request.GET)
    return _list(request, form, types, found, number=number)


def _list(
    request: Request,
    form: SearchInput,
    types: listing.Types,
    found: queries.Found,
    *,
    number: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "filters": filters(form),
        "found": found,
        "types": types,
        "asked": bool(form.said()),
        "number": number,
        "lots": [(one.value, label) for one, label in LABELS.items()],
        "kept": views_of(request.acting),
        "exports": _exports(request, types),
        "previous": _turn(number, found.previous),
        "next": _turn(number, found.next),
    }
    return render(request, "console/cases/cases.html", context, status=status)


def _exports(request: Request, types: listing.Types) -> bool:
    groups = request.acting.actor.standing.groups
    return any(not groups.isdisjoint(type.groups_with(Part.EXPORT)) for type in types.values())


@staff(ENQUIRE)
@require_safe
def case(request: Request, case_id: uuid.UUID) -> HttpResponse:
    try:
        found, verdict = actions.view_case(request.acting, case_id)
    except Case.DoesNotExist:
        raise Http404 from None
    return _page(request, found, verdict)


def view_of(deed: Deed) -> Callable[..., HttpResponse]:
    """The view of one deed."""

    @staff(ENQUIRE)
    @require_POST
    def do(request: Request, case_id: uuid.UUID) -> HttpResponse:
        return _do(request, case_id, deed)

    return do


def _do(request: Request, case_id: uuid.UUID, deed: Deed) -> HttpResponse:
    """Whoever may not see the case is not told that there is one; whoever may only look is told why."""
    acting = request.acting
    found, verdict = _visible(request, case_id, deed)
    form = deed.form(request.POST, request.FILES, acting=acting, case=found) if deed.form else None
    try:
        with recording_refusals():
            if not (may := acting.may(deed.power, about=found)):
                raise Refused(acting, deed.power, may, None)
        if form is not None and not form.is_valid():
            return _page(request, found, verdict, sent=form, status=422)
        deed.do(acting, found, form)
    except Refused as refusal:
        why = page.reason(acting, refusal.verdict)
        return _page(request, _again(found), verdict, sent=form, problem=why, status=403)
    except actions.NotNow as problem:
        return _page(request, _again(found), verdict, sent=form, problem=str(problem), status=409)
    except Misfit as misfit:
        assert form is not None  # noqa: S101 (only what was typed can misfit)
        form.refuse(misfit)
        return _page(request, found, verdict, sent=form, status=422)
    messages.success(request, deed.done)
    if acting.may(VIEW, about=_again(found)):
        return see_other("case", case_id=found.pk)
    return see_other("cases")  # it went to others


def _visible(request: Request, case_id: uuid.UUID, deed: Deed) -> tuple[Case, Verdict]:
    found: Case | None = Case.objects.for_a_page().filter(pk=case_id).first()
    if found is None:
        raise Http404
    with recording_refusals():
        verdict = request.acting.may(VIEW, about=found)
        if not verdict:
            raise Refused(request.acting, deed.power, verdict, None)
    return found, verdict


def _again(case: Case) -> Case:
    read: Case = Case.objects.for_a_page().get(pk=case.pk)
    return read


def _page(
    request: Request,
    case: Case,
    verdict: Verdict,
    *,
    sent: DeedInput | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    acting = request.acting
    private = verdict.rule not in AS_THE_OWNER
    offers, withheld = page.offers(acting, case, sent)
    context = {
        "case": case,
        "why": page.reason(acting, verdict),
        "origin": origins.find(request, case.origin) if private and case.origin else None,
        "private": private,
        "offers": offers,
        "withheld": withheld,
        "sent": sent,
        "problem": problem,
        "tasks": page.tasks(case),
        "settles": any(offer.deed.noun == "tasks" for offer in offers),
        "files": page.files(case, private=private),
        "detaches": bool(acting.may(DETACH, about=case)),
        "told": _told(case, private=private),
        "number": number_of_last(case),
        "spoken": about.calls_about(acting, case) if private else [],
        "tied": page.tied(acting, case) if private else [],
        "answered": _answered(case),
        "rated": None if case.is_open else Satisfaction.objects.filter(case=case).first(),
        "tracked_at": outside("portal:tracking", token_of(case)) if case.owner.is_anonymous_user else "",
        "unlinks": bool(acting.may(LINK, about=case)),
    }
    return render(request, "console/cases/case.html", context, status=status)


def _told(case: Case, *, private: bool) -> list[telling.Told]:
    told = telling.timeline(case, private=private)
    reports = about.told_of_reports(case) if private else []
    return sorted([*told, *reports], key=lambda line: line.at, reverse=True) if reports else told


def _answered(case: Case) -> list[Section]:
    """The answers of the form that began it, for everybody to whom the case opens."""
    if case.submission_id is None:
        return []
    found = Submission.objects.with_version().get(pk=case.submission_id)
    return sections(found.version.schema, found.answers)


def _turn(number: str, place: str | None) -> str | None:
    if place is None:
        return None
    return f"{place}&{urlencode({'search': number})}" if number else place
