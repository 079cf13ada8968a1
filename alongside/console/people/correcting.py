"""Putting right what is known of somebody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.acting import Refused
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.people.views import visible
from alongside.people import actions as people
from alongside.people.actions.persons import CORRECT
from alongside.people.http import Request
from alongside.people.inputs import ProfileForm
from alongside.people.profiles import fields_seen_by


@staff(CORRECT)
@require_http_methods(["GET", "POST"])
def correct(request: Request, person: int) -> HttpResponse:
    """Put a person's details right. To open the form is to look at them."""
    subject = visible(request.acting, person)
    if not (verdict := people.correction_verdict(request.acting, subject)):
        raise Refused(request.acting, CORRECT, verdict, subject)
    fields = fields_seen_by(request.acting.actor, subject)
    form = ProfileForm(fields, request.POST if request.method == "POST" else None, person=subject)
    if request.method != "POST" or form.changes_rows:
        people.view_details(request.acting, subject)
        return render(request, "console/people/correct.html", {"form": form, "person": subject})
    try:
        people.correct(request.acting, subject, form.typed())
    except people.Misfit as misfit:
        form.refuse(misfit)
        return render(request, "console/people/correct.html", {"form": form, "person": subject}, status=422)
    messages.success(request, f"What is known of {subject.name} is up to date.")
    return see_other("person", person=subject.pk)
