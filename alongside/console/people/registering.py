"""Registering somebody new, and putting right what is known of somebody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.people.inputs import Registration
from alongside.console.people.rows import rows
from alongside.console.people.views import visible
from alongside.people import actions as people
from alongside.people.actions.persons import CORRECT, REGISTER
from alongside.people.http import Request
from alongside.people.inputs import ProfileForm
from alongside.people.models import PROFILE_COLUMNS, Person, Segment
from alongside.people.profiles import fields_in, fields_seen_by
from alongside.people.queries import Found


@staff(REGISTER)
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """Register somebody; where somebody may be the same, only after a look at them and with a reason."""
    mine = request.acting.actor.standing.segments
    form = ProfileForm(fields_in(mine), request.POST or None)
    about = Registration(list(Segment.objects.filter(pk__in=mine).order_by("name")), request.POST or None)
    if request.method != "POST":
        return _registration(request, form, about)
    typed = form.typed()
    if not about.is_valid():
        return _registration(request, form, about, status=422)
    try:
        people.demand_fit(request.acting, typed, about.chosen())
        same = _same(request.acting, typed)
        reason = about.cleaned_data["reason"].strip()
        if same and not (reason and {person.ref for person in same} <= about.seen()):
            if about.seen() and not reason:
                about.add_error("reason", "Say why this is not the same person.")
            return _registration(request, form, about, same=same, status=409)
        person = _register(request.acting, typed, about, same)
    except people.Misfit as misfit:
        form.refuse(misfit)
        return _registration(request, form, about, status=422)
    messages.success(request, f"{person.name} is registered.")
    return see_other("person", person=person.pk)


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


def _same(acting: Acting, typed: dict[str, object]) -> list[Found]:
    """Those who are rather the same than not."""
    return [match.person for match in people.look_for_same(acting, typed) if match.score >= 0.5]


def _register(acting: Acting, typed: dict[str, object], about: Registration, same: list[Found]) -> Person:
    columns = {name: str(value) for name, value in typed.items() if name in PROFILE_COLUMNS}
    return people.register(
        acting,
        given_name=columns.get("given_name", ""),
        family_name=columns.get("family_name", ""),
        email=columns.get("email", ""),
        date_of_birth=columns.get("date_of_birth"),
        profile={name: value for name, value in typed.items() if name not in PROFILE_COLUMNS},
        segments=about.chosen(),
        reason=about.cleaned_data["reason"],
        despite=[person.ref for person in same],
    )


def _registration(
    request: Request,
    form: ProfileForm,
    about: Registration,
    *,
    same: list[Found] | None = None,
    status: int = 200,
) -> HttpResponse:
    about.fields["reason"].required = bool(same)  # for whoever reads the page; it was judged before
    refs = " ".join(str(person.ref) for person in same or ())
    context = {"form": form, "about": about, "same": rows(same or ()), "refs": refs}
    return render(request, "console/people/register.html", context, status=status)
