"""Letting programs in: tokens that are named, limited to some rights, and expire.

A program with an address is another system that agents open for whoever they help (`delegating`): what it
may then be given are powers, not rights, for it acts for the person."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.assisting.acting import Acting, Source
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.lib import clock
from alongside.people.delegation import delegable
from alongside.people.models import Person, ProgramToken

MAKE_TOKEN = Power("people.make_token", Kind.STAFF)
REVOKE_TOKEN = Power("people.revoke_token", Kind.STAFF, right=MAKE_TOKEN.right)

LONGEST = timedelta(days=366)
SEEN_EVERY = timedelta(minutes=1)
_MARK = "alongside"


class TokenMade(
    Event,
    kind="people.token_made",
    title="Make token",
    sentence="{actor} let the program {name} in until {until}",
    private=True,
):
    name: str
    scopes: tuple[str, ...]
    until: datetime
    opens: str = ""
    delegated: tuple[str, ...] = ()


class TokenRevoked(
    Event,
    kind="people.token_revoked",
    title="Revoke token",
    sentence="{actor} let the program {name} in no more",
    private=True,
):
    name: str


class Misgiven(ValueError):
    """What was said of a token does not fit: `field` is name, scopes, days, opens or delegated."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field


@dataclass(frozen=True)
class Program:
    """A program that came in: it acts as whoever made its token, within its scopes."""

    acting: Acting
    scopes: frozenset[str]
    token: ProgramToken

    def may(self, power: Power) -> bool:
        return power.right in self.scopes


def make_token(
    acting: Acting,
    name: str,
    *,
    scopes: Collection[str],
    days: int,
    opens: str = "",
    delegated: Collection[str] = (),
) -> tuple[ProgramToken, str]:
    """A token and its text, which is shown this once and kept nowhere. `opens` is the address of another
    system, `delegated` the powers that it may be given for whoever is being helped.

    Raises `Misgiven` for scopes that the maker does not hold, for powers that nobody can hand on, and where
    it would hold for longer than a year."""
    with acting.doing(MAKE_TOKEN) as deed:
        name = name.strip()
        if not name or len(name) > 100:
            raise Misgiven("name", "Give it a name of at most 100 characters.")
        _demand_scopes(acting, scopes, opens, delegated)
        if not 0 < days <= LONGEST.days:
            raise Misgiven("days", f"It can hold for 1 to {LONGEST.days} days.")
        secret = secrets.token_urlsafe(32)
        token = ProgramToken.objects.create(
            name=name,
            maker_id=acting.actor.id,
            secret_hash=_hash(secret),
            scopes=sorted(scopes),
            opens=opens,
            delegated=sorted(delegated),
            made_at=deed.at,
            expires_at=deed.at + timedelta(days=days),
        )
        made = TokenMade(name, tuple(sorted(scopes)), token.expires_at, opens, tuple(sorted(delegated)))
        deed.record(made, about=token)
        return token, f"{_MARK}_{token.pk.hex}_{secret}"


def _demand_scopes(acting: Acting, scopes: Collection[str], opens: str, delegated: Collection[str]) -> None:
    if not set(scopes) <= acting.actor.standing.rights or not (scopes or opens):
        raise Misgiven("scopes", "Choose what it may do, of what you may do yourself.")
    if opens and not opens.startswith("https://"):
        raise Misgiven("opens", "Give an address that begins with https://.")
    if delegated and not opens:
        raise Misgiven("opens", "Give the address at which agents open it.")
    if not set(delegated) <= delegable():
        raise Misgiven("delegated", "Choose of what can be done for somebody.")


def revoke_token(acting: Acting, token_id: uuid.UUID) -> None:
    """Let a program in no more. Raises `ProgramToken.DoesNotExist`; revoking twice is revoking."""
    token = ProgramToken.objects.get(pk=token_id)
    if token.revoked_at is not None:
        return
    with acting.doing(REVOKE_TOKEN) as deed:
        token.revoked_at = deed.at
        token.save(update_fields=["revoked_at"])
        deed.record(TokenRevoked(name=token.name), about=token)


def program_of(text: str, source: Source) -> Program | None:
    """Who a token lets in; None for one that is unknown, expired or revoked, or whose maker has gone.
    All of them take as long, and look alike."""
    mark, _, rest = text.partition("_")
    number, _, secret = rest.partition("_")
    token = _token(number) if mark == _MARK else None
    expected = bytes(token.secret_hash) if token is not None else bytes(32)
    right = hmac.compare_digest(_hash(secret), expected)
    at = clock.now()
    if token is None or not right or not token.is_good(at) or not token.maker.is_active:
        return None
    if token.used_at is None or at - token.used_at > SEEN_EVERY:
        ProgramToken.objects.filter(pk=token.pk).update(used_at=at)
    maker: Person = token.maker
    sign_in = hashlib.sha256(f"token:{token.pk}".encode()).hexdigest()
    acting = Acting.alone(maker, Source(sign_in, source.request_id, source.address))
    return Program(acting, frozenset(token.scopes) & maker.standing.rights, token)


def _token(number: str) -> ProgramToken | None:
    try:
        key = uuid.UUID(number)
    except ValueError:
        return None
    found: ProgramToken | None = ProgramToken.objects.select_related("maker").filter(pk=key).first()
    return found


def _hash(secret: str) -> bytes:
    """The secret has 256 random bits: a fast hash is enough."""
    return hashlib.sha256(secret.encode()).digest()
