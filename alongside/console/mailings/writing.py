"""Writing a mailing, with a look at it before anybody gets it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.mailings.inputs import MailingForm
from alongside.console.mailings.views import numbered
from alongside.mailings import actions
from alongside.mailings.actions import WRITE
from alongside.mailings.composing import Composer
from alongside.mailings.models import Mailing
from alongside.mailings.texts import MEANINGS
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.people.models import Person


@staff(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    return _write(request, None)


@staff(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, number: int) -> HttpResponse:
    found = numbered(number)
    if not found.is_draft:
        raise Http404
    return _write(request, found)


@staff(WRITE)
@require_POST
def discard(request: Request, number: int) -> HttpResponse:
    found = numbered(number)
    try:
        actions.discard(request.acting, found)
    except actions.Begun:
        messages.error(request, "It has been started: it cannot be thrown away any more.")
        return see_other("mailing", number=number)
    messages.success(request, f"“{found.title}” is thrown away.")
    return see_other("mailings")


def _write(request: Request, mailing: Mailing | None) -> HttpResponse:
    """A POST looks at what was typed (`look`), or keeps it as a draft."""
    form = MailingForm(
        request.POST if request.method == "POST" else None, mailing=mailing, asked=request.GET.get("list", "")
    )
    look = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "look" in request.POST:
            typed = Mailing(list=said["list"], subject=said["subject"], text=said["text"])
            look = Composer.of(typed).read_by(Person.objects.get(pk=request.acting.actor.id))
        else:
            try:
                kept = actions.write(request.acting, said["list"], form.draft(), mailing=mailing)
            except Misfit as problem:
                form.refuse(problem)
            except actions.Begun:
                form.add_error(None, "Somebody has started it meanwhile: what some have got is what all get.")
            else:
                messages.success(request, "The draft is kept. Nobody has got anything yet.")
                return see_other("mailing", number=kept.pk)
    context = {"form": form, "mailing": mailing, "read": look, "meanings": MEANINGS}
    return render(request, "console/mailings/write.html", context, status=422 if form.errors else 200)
