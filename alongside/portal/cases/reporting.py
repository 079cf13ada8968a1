"""Raising a case of a type that is open to anybody: without signing in, as oneself, or for whom one helps."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public
from alongside.assisting.middleware import source
from alongside.cases import actions as cases
from alongside.cases import queries
from alongside.cases.actions.raising import CONTACT, RAISE
from alongside.cases.models import Case, CaseType
from alongside.cases.tracking import token_of
from alongside.lib.addresses import inside
from alongside.people import actions as people
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.carried import acts, carried
from alongside.portal.cases.inputs import ReportInput

# A whole library may report from one address; a program that fills the list is stopped.
RATES = {"report": "30/h/ip"}
ANYWAY = "anyway"


@public
@require_safe
def kinds(request: Request) -> HttpResponse:
    """What can be reported."""
    return render(request, "portal/cases/kinds.html", {"kinds": list(CaseType.objects.for_anybody())})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, slug: str) -> HttpResponse:
    """Whoever is signed in, or is helped, owns the case; anybody else follows it by its link. A type that is
    begun by a form is raised by it, once one is signed in."""
    type = CaseType.objects.for_anybody().whole().filter(slug=slug).first()
    acting: Acting | None = getattr(request, "acting", None)
    if type is None:
        raise Http404
    if acting is not None and type.form is not None:
        return see(inside("portal:form", type.form.slug))
    reached = acting is None or acting.person.is_anonymous_user
    if not acts(request):
        return _draw(request, type, ReportInput(request.POST or None, type=type, reached=reached))
    form = ReportInput(request.POST, request.FILES, type=type, reached=reached)
    if not form.is_valid():
        return _draw(request, type, form, status=422)
    if acting is None and not ratelimit.consume(request, app="cases", action="report", config=RATES):
        form.add_error(None, "These were many reports within an hour. Send it again in a while.")
        return _draw(request, type, form, status=429)
    if acting is not None and ANYWAY not in request.POST and (same := queries.alike(acting, type.slug)):
        return _draw(request, type, form, same=same, status=409)
    try:
        raised = _raise(request, acting, type, form)
    except Misfit as misfit:
        form.refuse(misfit)
        return _draw(request, type, form, status=422)
    messages.success(request, f"We have your report. Its reference is {raised.reference}.")
    if acting is not None:
        return see(inside("portal:case", raised.pk))
    email = raised.contact.get("email")
    sent = f" We also send it to {email}." if email else " Write it down, or keep it among your bookmarks."
    messages.info(request, f"By the address of this page you see how far it is.{sent}")
    return see(inside("portal:tracking", token_of(raised)))


def _raise(request: Request, acting: Acting | None, type: CaseType, form: ReportInput) -> Case:
    said = form.cleaned_data
    told = {
        "title": said["title"],
        "details": said["details"],
        "contact": {name: said.get(name, "") for name in CONTACT},
        "subtype": form.chosen_subtype,
        "files": said.get("attachments") or (),
    }
    if acting is not None:
        return cases.raise_case(acting, type, **told)
    house = Acting.alone(people.system(request.tenant), source(request))
    return cases.raise_from_outside(house, type, **told)


def _draw(
    request: Request, type: CaseType, form: ReportInput, *, same: list[Case] | None = None, status: int = 200
) -> HttpResponse:
    acting: Acting | None = getattr(request, "acting", None)
    context = {
        "type": type,
        "form": form,
        "same": same or [],
        "visitor": acting is None,
        "may": acting is None or bool(acting.may(RAISE, about=type)),
        "carried": carried(request),
    }
    return render(request, "portal/cases/report.html", context, status=status)
