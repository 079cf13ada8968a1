"""Calling the person one is helping: a conference, and a link that is sent to them and shown."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from alongside.assisting.models import Assistance
from alongside.calls import actions as calls
from alongside.calls.actions.making import CREATE_CONFERENCE
from alongside.calls.actions.reporting import SAY_SUBJECT
from alongside.calls.models import Delivery
from alongside.console.live.doors import expert
from alongside.console.live.inviting import told
from alongside.console.live.page import draw_call
from alongside.people.http import Request
from alongside.people.models import Person


@expert(CREATE_CONFERENCE)
@require_POST
def call(request: Request, assistance_id: uuid.UUID) -> HttpResponse:
    """Whoever is helped comes in as a guest: being called gives nobody an account, and takes nothing from it.
    The link goes to the address on file, where there is one."""
    acting = request.acting
    mine = Assistance.objects.open().of_agent(acting.actor.id).with_people()
    helped = mine.filter(pk=assistance_id, session=acting.source.session).first()
    if helped is None:
        raise Http404
    person = Person.objects.get(pk=helped.person_id)
    made = calls.create_conference(acting, f"Help for {person.name}"[:200])
    if acting.may(SAY_SUBJECT, whose=person) and not person.is_anonymous_user:
        calls.say_subject(acting, made, person, person, person.name)
    delivery = Delivery.EMAIL if person.email else Delivery.LINK
    invitation, token = calls.invite(
        acting, made, delivery, address=person.email, name="" if person.is_anonymous_user else person.name
    )
    return draw_call(request, made, link=told(request, invitation, token))
