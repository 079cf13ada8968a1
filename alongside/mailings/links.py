"""The links in what is mailed: signed, so that they need no sign-in, and each good for one thing alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from alongside.lib import tenancy
from alongside.lib.addresses import origin_of, outside
from alongside.mailings.models import Delivery, Subscription
from alongside.people.models import Tenant

HELD = timedelta(days=7)  # how long a link that confirms is good


def leaving(subscription: Subscription) -> str:
    """What ends a subscription, for as long as there is one: whoever has an old mail may leave, too."""
    return _signer("leaving").sign(str(subscription.pk))


def left_by(token: str) -> Subscription | None:
    """Whose end a token asks for; None for one that says nothing."""
    return _subscription(_read("leaving", token))


def confirming(subscription: Subscription) -> str:
    """What confirms that somebody wants what was asked for at that very moment, nothing asked for later."""
    return _signer("confirming").sign(f"{subscription.pk}:{_mark(subscription.asked_at)}")


def confirmed_by(token: str, at: datetime) -> Subscription | None:
    """What a token confirms; None for one that says nothing, is too old, or was asked for anew since."""
    number, _, mark = _read("confirming", token).partition(":")
    found = _subscription(number)
    if found is None or mark != _mark(found.asked_at) or at - found.asked_at > HELD:
        return None
    return found


def return_tag(delivery: int) -> str:
    """What stands behind the plus of the address to which a mail comes back. Mail servers may change capitals
    to small letters, so it has none."""
    return _tag(str(delivery), settings.SECRET_KEY)


def message_id(delivery: int, host: str) -> str:
    return f"{return_tag(delivery)}.mailing@{host}"


def delivery_by(tag: str) -> Delivery | None:
    """Of which mail a tag is (also that of a message id); None for one that we did not sign."""
    number = tag.lower().partition("-")[0].removeprefix("m")
    if not number.isdecimal() or not number.isascii() or len(number) > 18:
        return None
    made = [_tag(number, one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    if not any(constant_time_compare(tag.lower(), one) for one in made):
        return None
    found: Delivery | None = Delivery.objects.filter(pk=int(number)).first()
    return found


def site() -> str:
    """How every address of the open tenant begins, without the last slash."""
    domain: str = Tenant.objects.values_list("domain", flat=True).get(pk=tenancy.current())
    return origin_of(domain)


def address(name: str, *args: object) -> str:
    """The whole address of a page that needs no assistance."""
    return site() + outside(name, *args)


def _tag(number: str, secret: str | bytes) -> str:
    salt = f"alongside.mailings.{tenancy.current()}.returning"
    return f"m{number}-{salted_hmac(salt, number, secret, algorithm='sha256').hexdigest()[:24]}"


def _mark(asked_at: datetime) -> str:
    return f"{int(asked_at.timestamp() * 1_000_000):x}"


def _subscription(number: str) -> Subscription | None:
    if not number:
        return None
    found: Subscription | None = (
        Subscription.objects.select_related("list", "person").filter(pk=int(number)).first()
    )
    return found


def _read(purpose: str, token: str) -> str:
    """What stands in a signed token; empty where it is not ours."""
    try:
        return _signer(purpose).unsign(token)
    except signing.BadSignature:
        return ""


def _signer(purpose: str) -> signing.Signer:
    """Another for each purpose and each tenant, so that a link opens nothing else."""
    return signing.Signer(sep=".", salt=f"alongside.mailings.{tenancy.current()}.{purpose}")
