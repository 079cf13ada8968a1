"""Beginning and ending to help somebody. A page asks first; only a POST from it begins (spec G25)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.assisting.actions import ASSIST
from alongside.assisting.authority import signed_in, staff
from alongside.assisting.models import Assistance
from alongside.assisting.sentences import sentence
from alongside.console.assistances.answers import back, see
from alongside.console.assistances.asked import as_asked, as_if_asked, has_second_factor
from alongside.console.assistances.wish import Wish
from alongside.interactions import actions as recording
from alongside.interactions import queries as interactions
from alongside.interactions.choices import completes_on_stop
from alongside.interactions.models import Channel, Interaction
from alongside.interactions.services import label_of
from alongside.lib import clock
from alongside.lib.addresses import below, inside
from alongside.people.http import Request

# Whom these rules keep back does not exist for the agent (security.md T-20).
UNSEEN = {"person-not-found", "person-in-other-segment", "other-segment", "other-tenant"}
# These are answered by a question, with a way on; every other refusal is an answer, but for a page that
# still holds what somebody typed.
ASKED_BACK = {"already-helping": 409, "second-factor-old": 403}


@staff(ASSIST)
@require_safe
def new(request: Request) -> HttpResponse:
    """Ask whether to help this person, or say why not. Nothing is changed by looking."""
    wish = Wish.of(request)
    current = _current(request.acting)
    if current is not None and _theirs(request, current, wish):
        return _go_on(current, wish)
    return _question(request, wish, current)


@staff(ASSIST)
@require_POST
def assistances(request: Request) -> HttpResponse:
    """Begin to help a person, or switch to them, and go on to their pages."""
    wish = Wish.of(request)
    current = _current(request.acting)
    if current is not None and _theirs(request, current, wish):
        return _go_on(current, wish)
    begin = assisting.switch if wish.switch else assisting.start
    try:
        assistance = begin(request.acting, wish.person, request=as_asked(request))
    except Refused as refusal:
        if refusal.verdict.rule not in ASKED_BACK and not wish.carried:
            raise
        return _question(request, wish, current, status=ASKED_BACK.get(refusal.verdict.rule, 403))
    request.session.cycle_key()
    _begin_contact(request.acting, wish)
    return _go_on(assistance, wish)


@signed_in
@require_POST
def ending(request: Request, assistance_id: uuid.UUID) -> HttpResponse:
    """Stop helping. Whoever may no longer help may still stop, and stopping twice is stopping."""
    assistance = own(request, assistance_id)
    name = assistance.person.name
    if assistance.is_open:
        assisting.stop(request.acting, assistance)
        request.session.cycle_key()
        messages.success(request, f"You stopped helping {name}.")
    else:
        messages.info(request, f"You were no longer helping {name}.")
    running = interactions.running_of(request.acting.actor)
    answer = see(_after(request, running))
    answer["Clear-Site-Data"] = '"cache"'  # no page of theirs comes back by the browser's Back (T-09)
    return answer


def _after(request: Request, running: Interaction | None) -> str:
    """Where one goes on after helping: to finish the contact, where that is how the house works."""
    if running is None:
        return inside("console:home")
    if completes_on_stop(request.tenant.options):
        return inside("console:contact", interaction_id=running.pk)
    return inside("console:interactions")


@signed_in
@require_POST
def use(request: Request, assistance_id: uuid.UUID) -> HttpResponse:
    """Go on helping: put off the end for want of use (security.md T-10)."""
    assistance = own(request, assistance_id)
    if end_if_overdue(request.acting, assistance):
        messages.info(request, f"You are no longer helping {assistance.person.name}.")
        return see(inside("console:home"))
    assisting.keep_alive(assistance)
    return back(request, otherwise=below(assistance.pk))


def _question(
    request: Request, wish: Wish, current: Assistance | None, *, status: int | None = None
) -> HttpResponse:
    verdict = assisting.start_verdict(
        request.acting, wish.person, as_if_asked(request), elsewhere=current is not None
    )
    if verdict.rule in UNSEEN:
        raise Http404
    if status is None:
        status = 200 if verdict or verdict.rule in ASKED_BACK else 403
    return render(
        request,
        "console/assistances/new.html",
        {
            "wish": wish,
            "current": current,
            "here": below(current.pk) if current is not None and _begun_here(request, current) else "",
            "rule": verdict.rule,
            "allowed": bool(verdict),
            "why_not": "" if verdict else sentence(verdict.rule),
            "second_factor": has_second_factor(request),
            "contact": _contact(request, wish),
        },
        status=status,
    )


def _contact(request: Request, wish: Wish) -> str:
    """The contact that a softphone's link begins with helping (spec G24), in words."""
    if not wish.channel or recording.RECORD.right not in request.acting.actor.standing.rights:
        return ""
    return f"{Channel(wish.channel).label}, {label_of(wish.service, request.tenant.options)}"


def _begin_contact(acting: Acting, wish: Wish) -> None:
    if wish.channel and acting.may(recording.RECORD) and interactions.running_of(acting.actor) is None:
        recording.begin(acting, channel=wish.channel, service=wish.service)


def _go_on(assistance: Assistance, wish: Wish) -> HttpResponse:
    """To the person's pages. What was typed comes along by 307, which repeats the POST there; by
    `carried` the page knows to show it for checking rather than to act on it."""
    if not wish.carried:
        return see(below(assistance.pk, wish.next))
    mark = "&" if "?" in wish.next else "?"
    return HttpResponseRedirect(below(assistance.pk, f"{wish.next}{mark}carried=yes"), preserve_request=True)


def _current(acting: Acting) -> Assistance | None:
    """Whom the agent is helping, from whichever sign-in."""
    found: Assistance | None = Assistance.objects.open().of_agent(acting.actor.id).with_people().first()
    return None if found is None or end_if_overdue(acting, found) else found


def end_if_overdue(acting: Acting, assistance: Assistance) -> bool:
    """Whether it has ended; one that nobody looked at since it should have ended ends now."""
    why = assistance.overdue(clock.now()) if assistance.is_open else None
    if why is not None:
        assisting.end(acting, assistance, why)
    return not assistance.is_open


def _theirs(request: Request, current: Assistance, wish: Wish) -> bool:
    return current.person_id == wish.person.pk and _begun_here(request, current)


def _begun_here(request: Request, assistance: Assistance) -> bool:
    return assistance.session == request.acting.source.session


def own(request: Request, assistance_id: uuid.UUID) -> Assistance:
    mine = Assistance.objects.of_agent(request.acting.actor.id).with_people()
    assistance: Assistance | None = mine.filter(pk=assistance_id).first()
    if assistance is None:
        raise Http404
    return assistance
