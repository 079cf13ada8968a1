"""A note to a case by its reference alone, for anybody signed in who holds it (spec C23, 4.3)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from alongside.assisting.authority import signed_in
from alongside.cases import actions
from alongside.lib.addresses import inside
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.carried import acts, carried
from alongside.portal.cases.inputs import UnseenInput
from alongside.portal.cases.views import pages

SENT = "Thank you. If there is a case of this reference, your note is with those who work on it."


@signed_in
@pages
def sending(request: Request) -> HttpResponse:
    """The answer is the same whether or not there is such a case, and shows nothing of it."""
    form = UnseenInput(request.POST) if request.method == "POST" else UnseenInput()
    if not acts(request):
        return _draw(request, form)
    if not form.is_valid():
        return _draw(request, form, status=422)
    said = form.cleaned_data
    try:
        actions.note_unseen(request.acting, said["reference"], said["text"])
    except Misfit as misfit:
        form.refuse(misfit)
        return _draw(request, form, status=422)
    except actions.TooMany:
        form.add_error(None, "These were many notes within a minute. Wait a moment, and send it again.")
        return _draw(request, form, status=429)
    messages.success(request, SENT)
    return see(inside("portal:case_note_by_reference"))


def _draw(request: Request, form: UnseenInput, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "carried": carried(request)}
    return render(request, "portal/cases/sending.html", context, status=status)
