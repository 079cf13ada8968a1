"""My mailings: what there is, what I am on, and getting on it and off it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import signed_in
from alongside.lib.addresses import inside
from alongside.mailings import actions
from alongside.mailings.models import Channel, MailingList, Subscription, SubscriptionState
from alongside.mailings.reaching import address_by
from alongside.people.http import Request
from alongside.people.models import Person
from alongside.portal.answers import see


@signed_in
@require_safe
def mailings(request: Request) -> HttpResponse:
    acting = _somebody(request)
    theirs = {one.list_id: one for one in Subscription.objects.of(acting).wanted()}
    lists = MailingList.objects.offered_to(acting).by_name()
    person = Person.objects.get(pk=acting.person_id)
    context = {
        "lists": [(one, theirs.get(one.pk)) for one in lists],
        "addresses": {channel: address_by(person, channel) for channel in Channel.values},
    }
    return render(request, "portal/mailings/mailings.html", context)


@signed_in
@require_POST
def subscription(request: Request, number: int) -> HttpResponse:
    """Begin or end being on a list."""
    acting = _somebody(request)
    found = MailingList.objects.offered_to(acting).filter(pk=number).first()
    if found is None:
        raise Http404
    if request.POST.get("wanted") != "yes":
        actions.unsubscribe(acting, found)
        messages.success(request, f"“{found.name}” is not sent to {acting.person.name} any more.")
        return see(inside("portal:mailings"))
    try:
        made = actions.subscribe(acting, found)
    except (actions.NoAddress, actions.Closed) as problem:
        messages.error(request, str(problem) or "Nobody can join this list any more.")
    else:
        if made.state == SubscriptionState.ASKED:
            how = "an e-mail" if found.channel == Channel.EMAIL else "a text message"
            messages.info(
                request, f"We have sent {how}. “{found.name}” begins once the link in it was followed."
            )
        else:
            messages.success(request, f"“{found.name}” is sent to {made.person.name} from now on.")
    return see(inside("portal:mailings"))


def _somebody(request: Request) -> Acting:
    if request.acting.person.is_anonymous_user:
        raise Http404
    return request.acting
