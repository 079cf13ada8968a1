"""Coming back to a saved form by a link that is sent to the person's own address, for one use.

Who asks for one learns nothing of the address, nor whether there is any: links are sent later, by the house.
The secret is made then, and only its hash is kept. What the link opens is that form and nothing else
(`assisting.confining`)."""

from __future__ import annotations

import hashlib
import logging
import secrets
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db.models import QuerySet

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms.actions.drafting import locked
from alongside.forms.actions.opening import demand_reach
from alongside.forms.models import Draft, DraftLink
from alongside.history.events import Event
from alongside.lib import clock
from alongside.lib.addresses import origin_of, outside
from alongside.people.models import Person

ASK_LINK = Power("forms.ask_link")
ASK_LINKS = Power("forms.ask_links", Kind.STAFF)
SEND_LINK = Power("forms.send_link", Kind.STAFF)
USE_LINK = Power("forms.use_link", delegable=False)

HOLDS = timedelta(days=3)
REST = timedelta(minutes=5)  # between two links to one form
A_DAY = 5  # links to one form
TRIED_FOR = timedelta(hours=2)  # while the mail server does not answer
KEPT = timedelta(days=30)
MOST_PEOPLE, MOST_FORMS = 3, 5  # with one address; of each

log = logging.getLogger(__name__)


class LinkAsked(
    Event,
    kind="forms.link_asked",
    title="Link Asked For",
    sentence="{actor} had a link to {form_title} sent to {person}",
    sentence_self="{actor} asked for a link to {form_title}",
):
    form: str
    form_title: str


class LinksAsked(
    Event,
    kind="forms.links_asked",
    title="Links Asked For By Address",
    sentence="Somebody asked by e-mail address for links to saved forms",
    private=True,
):
    pass


class LinkSent(
    Event,
    kind="forms.link_sent",
    title="Link Sent",
    sentence="A link to {form_title} was sent to {person}",
    sentence_self="A link to {form_title} was sent",
):
    form: str
    form_title: str


class LinkGivenUp(
    Event,
    kind="forms.link_given_up",
    title="Link Not Sent",
    sentence="A link to {form_title} could not be sent to {person}",
    sentence_self="A link to {form_title} could not be sent",
):
    form: str
    form_title: str


class LinkUsed(
    Event,
    kind="forms.link_used",
    title="Link Used",
    sentence="{actor} came back to {form_title} by a link",
):
    form: str
    form_title: str


class LinkAgain(ValueError):
    """A link was asked for a moment ago, or too often today; the message says so."""


class LinkDead(Exception):
    """The link was never given, or opens nothing any more."""


def ask_link(acting: Acting, draft: Draft) -> None:
    """Have a link to a draft sent to the person it belongs to. Raises `LinkAgain` and `Closed`."""
    acting = draft.form.opened_by(acting)
    with acting.doing(ASK_LINK, about=draft) as deed:
        demand_reach(acting, draft.form)
        current = locked(draft)
        if _lately(current):
            raise LinkAgain("A link was sent a short while ago. Look for it, or ask again later.")
        DraftLink.objects.create(draft=current, asked_at=deed.at)
        deed.record(LinkAsked(form=draft.form.slug, form_title=draft.form.title), about=current)


def ask_links(house: Acting, email: str) -> None:
    """Have links sent to whoever has this address, for what they have begun. It looks the same whether
    anybody has it: what is written down does not name them either."""
    with house.doing(ASK_LINKS) as deed:
        known = Person.objects.real().addressed(email).filter(is_active=True)
        for person in known.order_by("pk")[:MOST_PEOPLE]:
            drafts = Draft.objects.filter(person=person).unfinished().latest_first()
            DraftLink.objects.bulk_create(
                DraftLink(draft=draft, asked_at=deed.at)
                for draft in drafts[:MOST_FORMS]
                if not _lately(draft)
            )
        deed.record(LinksAsked())


def send_links(sign: Callable[[], Acting]) -> int:
    """Send what waits; how many were sent."""
    waiting = _waiting().order_by("asked_at").values_list("pk", flat=True)
    return sum(_send(sign(), pk) for pk in list(waiting[:100]))


def look_at_link(secret: str) -> DraftLink:
    """The link, unused. Raises `LinkDead`; changes nothing, for mail scanners open links, too."""
    return _found(secret)


def use_link(secret: str, sign: Callable[[Person], Acting]) -> Draft:
    """The draft that a link opens, and the link is used up. Raises `LinkDead` and `Closed`."""
    found = _found(secret)
    with sign(found.draft.person).doing(USE_LINK, about=found.draft) as deed:
        draft = locked(found.draft)
        # Of two at once, one finds it unused.
        if not DraftLink.objects.filter(pk=found.pk, ended_at__isnull=True).update(ended_at=deed.at):
            raise LinkDead
        form = draft.form
        deed.record(LinkUsed(form=form.slug, form_title=form.title), about=draft)
    return draft


def forget_links() -> int:
    """Remove what was asked for long ago; how many."""
    old = DraftLink.objects.filter(asked_at__lt=clock.now() - KEPT)
    return old.delete()[0]


def _found(secret: str) -> DraftLink:
    sent = _with_draft(DraftLink.objects.all()).filter(secret_hash=_hash(secret), ended_at__isnull=True)
    found: DraftLink | None = sent.filter(expires_at__gt=clock.now()).first()
    if found is None or not _recovers(found.draft.person):
        raise LinkDead
    return found


def _waiting() -> QuerySet[DraftLink]:
    """Those to be sent."""
    return DraftLink.objects.filter(sent_at__isnull=True, ended_at__isnull=True)


def _with_draft(links: QuerySet[DraftLink]) -> QuerySet[DraftLink]:
    return links.select_related("draft__person__tenant", "draft__form", "draft__version")


def _lately(draft: Draft) -> bool:
    now = clock.now()
    today = DraftLink.objects.filter(draft=draft, asked_at__gte=now - timedelta(days=1))
    asked = list(today.values_list("asked_at", flat=True))
    return len(asked) >= A_DAY or any(at > now - REST for at in asked)


def _recovers(person: Person) -> bool:
    """Not to an address that somebody put in lately: they would see what was typed (security.md T-11)."""
    return bool(person.email) and person.is_active and person.recovers_by_email(clock.now())


def _send(house: Acting, pk: uuid.UUID) -> bool:
    """The letter goes before it is noted: who is killed between the two sends another, and the first is
    dead."""
    link = _with_draft(_waiting()).filter(pk=pk).first()
    if link is None:
        return False
    draft, secret = link.draft, secrets.token_urlsafe(32)
    closed = draft.handed_in_at is not None or draft.discarded_at is not None
    sent = not closed and _recovers(draft.person) and _letter(draft, secret)
    if sent is None and link.asked_at > clock.now() - TRIED_FOR:
        return False
    with house.doing(SEND_LINK, whose=draft.person) as deed:
        event: type[LinkSent | LinkGivenUp] = LinkGivenUp
        link.ended_at = deed.at
        if sent:
            event, link.ended_at, link.sent_at = LinkSent, None, deed.at
            link.secret_hash, link.expires_at = _hash(secret), deed.at + HOLDS
        link.save(update_fields=["ended_at", "sent_at", "secret_hash", "expires_at"])
        deed.record(event(form=draft.form.slug, form_title=draft.form.title), about=draft)
    return bool(sent)


def _letter(draft: Draft, secret: str) -> bool | None:
    """None where it may go another time."""
    house, form = draft.person.tenant, draft.form
    what = "a form" if form.sensitive else f"“{form.title}”"
    address = origin_of(house.domain) + outside("portal:link")
    text = (
        f"You can go on with {what} that was saved for you:\n\n{address}?link={secret}\n\n"
        "The link can be used once, within three days. It opens this form and nothing else.\n"
        "If you did not want to go on with a form, you need do nothing."
    )
    subject = "Your saved form" if form.sensitive else " ".join(f"Go on with {form.title}".split())
    try:
        EmailMessage(f"{subject} – {house.name}", text, to=[draft.person.email]).send()
    except OSError as problem:  # what the mail server says, too: SMTPException is one
        log.warning("A link to a saved form could not be sent: %s", type(problem).__name__)
        return None
    return True


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
