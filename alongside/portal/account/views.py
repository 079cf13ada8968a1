"""My Account: what I began, what I asked for, what is known of me, and who acted for me."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.authority import signed_in
from alongside.forms.models import Draft, Submission
from alongside.people import actions as people
from alongside.people.http import Request
from alongside.people.inputs import ProfileForm
from alongside.people.models import Person
from alongside.people.profiles import fields_seen_by
from alongside.portal.account.helped import helped as helped_by

RECENT = 20
LARGEST = 2**63 - 1


@signed_in
@require_safe
def account(request: Request) -> HttpResponse:
    acting = request.acting
    return render(
        request,
        "portal/account/account.html",
        {
            "drafts": Draft.objects.of(acting).unfinished().with_form().latest_first()[:RECENT],
            "requests": Submission.objects.of(acting).with_form().latest_first()[:RECENT],
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: Request) -> HttpResponse:
    """What is known of me; what only agents change is shown, not asked."""
    acting = request.acting
    person = Person.objects.get(pk=acting.person_id)
    fields = fields_seen_by(acting.actor, person)
    carried = request.POST.get("carried") == "yes"
    data = request.POST if request.method == "POST" else None
    form = ProfileForm([one for one in fields if not one.read_only], data, person=person, own=True)
    fixed = [(one.label, person.value(one.name)) for one in fields if one.read_only]
    status = 200
    if request.method == "POST" and not carried:
        try:
            people.edit_profile(acting, person, form.typed())
        except people.Misfit as misfit:
            form.refuse(misfit)
            status = 422
        else:
            messages.success(request, "Your profile is up to date." if not acting.helping else "Saved.")
            return redirect("portal:profile")
    return render(
        request,
        "portal/account/profile.html",
        {"form": form, "fixed": fixed, "carried": carried},
        status=status,
    )


@signed_in
@require_safe
def helped(request: Request) -> HttpResponse:
    """Who acted for me: who, when, what, on which channel, and who looked."""
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and int(before) <= LARGEST else None
    return render(request, "portal/account/helped.html", {"helped": helped_by(request.acting, number)})
