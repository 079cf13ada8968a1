"""My Account: what I began, what I asked for, what is known of me, and who acted for me."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.authority import signed_in
from alongside.cases.models import Case
from alongside.forms.models import Draft, Submission
from alongside.lib.addresses import inside
from alongside.people import actions as people
from alongside.people.http import Request
from alongside.people.inputs import ProfileForm
from alongside.people.models import Person
from alongside.people.profiles import fields_seen_by
from alongside.people.showing import read_as
from alongside.portal.account.helped import by_others
from alongside.portal.account.helped import helped as told
from alongside.portal.answers import see
from alongside.portal.carried import acts, carried
from alongside.portal.paging import leaf

MOST_DRAFTS, MOST_CASES = 50, 4
REQUESTS, ENTRIES = 20, 100  # of each page


@signed_in
@require_safe
def account(request: Request) -> HttpResponse:
    acting = request.acting
    drafts = Draft.objects.of(acting).unfinished().with_form().latest_first()[:MOST_DRAFTS]
    requests = leaf(request, Submission.objects.of(acting).with_form().latest_first(), REQUESTS)
    cases = Case.objects.of(acting).select_related("type", "status", "actor").latest_first()[:MOST_CASES]
    context = {"drafts": drafts, "requests": requests, "cases": cases}
    return render(request, "portal/account/account.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    """What is known of a person; what only staff change is shown, not asked."""
    acting = request.acting
    if acting.person.is_anonymous_user:
        raise Http404
    person = Person.objects.get(pk=acting.person_id)
    fields = fields_seen_by(acting.actor, person)
    data = request.POST if request.method == "POST" else None
    asked = [field for field in fields if not field.read_only]
    form = ProfileForm(asked, data, person=person, own=not acting.helping)
    status = 200
    if acts(request) and not form.changes_rows:
        try:
            people.edit_profile(acting, person, form.typed())
        except people.Misfit as misfit:
            form.refuse(misfit)
            status = 422
        else:
            messages.success(request, f"The profile of {person.name} is up to date.")
            return see(inside("portal:profile"))
    fixed = [
        (field.label, read_as(person.value(field.name), field.type)) for field in fields if field.read_only
    ]
    context = {"form": form, "fixed": fixed, "carried": carried(request)}
    return render(request, "portal/account/profile.html", context, status=status)


@signed_in
@require_safe
def helped(request: Request) -> HttpResponse:
    """Who acted for me: who, when, what, on which channel, and who looked."""
    entries = leaf(request, by_others(request.acting), ENTRIES)
    return render(request, "portal/account/helped.html", {"helped": told(entries.rows), "leaf": entries})
