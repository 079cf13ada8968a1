"""What the house offers: read and said section by section, each by itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.options.inputs import SECTIONS
from alongside.forms import scanning
from alongside.people import actions as people
from alongside.people.actions.tenants import SET_OPTIONS
from alongside.people.http import Request
from alongside.people.models import Tenant


@staff(SET_OPTIONS)
@require_safe
def options(request: Request) -> HttpResponse:
    """The sections, to choose from."""
    return render(
        request, "console/options/options.html", {"sections": SECTIONS, "scanner": settings.SCANNER}
    )


@staff(SET_OPTIONS)
@require_POST
def scanner(request: Request) -> HttpResponse:
    """Try the scanner of files, and say what is wrong with it."""
    tried = scanning.try_out(settings.SCANNER)
    (messages.success if tried.works else messages.error)(request, tried.says)
    return see_other("options")


@staff(SET_OPTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, section: str) -> HttpResponse:
    """One of them; what is said holds from the next request on."""
    kind = SECTIONS.get(section)
    if kind is None:
        raise Http404
    # Read anew: what a request knows of its tenant may be some seconds old.
    tenant = Tenant.objects.get(pk=request.tenant.pk)
    form = kind(request.POST if request.method == "POST" else None, tenant)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data.get("name", "")
        people.set_options(request.acting, kind.heading, form.said(), name=name)
        messages.success(request, f"{kind.heading}: kept. It holds within ten seconds.")
        return see_other("options")
    context = {"form": form, "sections": SECTIONS, "chosen": section}
    return render(request, "console/options/section.html", context, status=422 if form.errors else 200)
