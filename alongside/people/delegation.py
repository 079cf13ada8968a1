"""Acting in another system for whoever is being helped: what a pass and a token say, and whether they hold.

Neither is kept. Both are signed, name a sitting, and hold while it is open: there is nothing to revoke,
nothing that outlives the sitting (security.md T9), and no row that names anybody.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from alongside.assisting import facts, powers
from alongside.assisting.acting import Acting, Source
from alongside.assisting.models import Assistance
from alongside.assisting.rules import Kind, may_act
from alongside.lib import clock
from alongside.people.models import ProgramToken

LIFE = timedelta(minutes=5)  # of a token; its sitting may end before
PASS_TYPE = "urn:alongside:token-type:pass"  # noqa: S105 (a name, as RFC 8693 3 gives them)
PASS, TOKEN = "alongside.pass", "alongside.token"  # what signatures are for: one is never taken for the other
LONGEST = 4000

HANDED_ON = frozenset({Kind.OWN, Kind.OPEN})


def delegable() -> frozenset[str]:
    """The powers that another system can be given for a person: what anybody does for themselves, but for
    what nobody may do for somebody else. What staff do by their own right is not among them, nor what a
    thing's own rules decide, which need the thing."""
    declared = powers.declared().values()
    return frozenset(power.name for power in declared if power.kind in HANDED_ON and power.delegable)


@dataclass(frozen=True)
class Delegation:
    """What a token says: `client` was let act for the person of a sitting, towards `audience`."""

    assistance: Assistance
    client: ProgramToken
    audience: ProgramToken
    scopes: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime
    number: str  # of the token, as its entry names it

    @property
    def text(self) -> str:
        said = [
            self.assistance.pk.hex,
            self.client.pk.hex,
            self.audience.pk.hex,
            " ".join(self.scopes),
            int(self.issued_at.timestamp()),
            int(self.expires_at.timestamp()),
            self.number,
        ]
        return signing.dumps(said, salt=TOKEN)


def pass_of(assistance: Assistance, program: ProgramToken) -> str:
    """What an agent brings to another system; worth something to that system alone, which must show its
    own secret with it, and for as long as the sitting lasts."""
    return signing.dumps([assistance.pk.hex, program.pk.hex], salt=PASS)


def new(
    assistance: Assistance,
    client: ProgramToken,
    audience: ProgramToken,
    scopes: Collection[str],
    at: datetime,
) -> Delegation:
    """A token that holds for five minutes, or until the sitting must end."""
    until = min(at + LIFE, assistance.ends_at(), client.expires_at, audience.expires_at)
    return Delegation(assistance, client, audience, tuple(sorted(scopes)), at, until, secrets.token_hex(8))


def sitting_of(text: str, program: ProgramToken) -> Assistance | None:
    """The sitting of a pass that was given for this program, open or not; None for any other text."""
    said = _read(text, PASS)
    if said is None or said[1] != program.pk.hex:
        return None
    return _sitting(said[0])


def is_token(text: str) -> bool:
    """Whether a text is a token that was given in an exchange, still good or not."""
    return _read(text, TOKEN) is not None


def holding(text: str, asker: ProgramToken) -> Delegation | None:
    """What a token says, to the two programs that it concerns, while it holds; to every other, and from the
    moment that the sitting ends, there is none."""
    said, at = _read(text, TOKEN), clock.now()
    if said is None or at.timestamp() >= said[5] or asker.pk.hex not in said[1:3]:
        return None
    programs = ProgramToken.objects.select_related("maker").in_bulk([uuid.UUID(said[1]), uuid.UUID(said[2])])
    assistance = _sitting(said[0])
    client, audience = (programs.get(uuid.UUID(number)) for number in said[1:3])
    if client is None or audience is None or assistance is None:
        return None
    if not all(one.is_good(at) and one.maker.is_active for one in (client, audience)):
        return None
    if not still_helping(assistance, at):
        return None
    issued, expires = (datetime.fromtimestamp(moment, at.tzinfo) for moment in said[4:6])
    return Delegation(assistance, client, audience, tuple(said[3].split()), issued, expires, said[6])


def still_helping(assistance: Assistance, at: datetime) -> bool:
    """Whether a sitting goes on at this moment, whoever has noticed that it must end."""
    if not assistance.is_open or assistance.overdue(at) is not None or not assistance.agent.is_active:
        return False
    return bool(may_act(facts.may_act_facts(assistance.agent, assistance.person)))


def acting_in(assistance: Assistance, source: Source) -> Acting:
    """The two of a sitting, as another system acts for them."""
    return Acting(assistance.agent, assistance.person, assistance, source)


def _sitting(number: str) -> Assistance | None:
    found: Assistance | None = Assistance.objects.with_people().filter(pk=uuid.UUID(number)).first()
    return found


def _read(text: str, salt: str) -> list[Any] | None:
    if len(text) > LONGEST:
        return None
    try:
        said: list[Any] = signing.loads(text, salt=salt)
    except signing.BadSignature:
        return None
    return said
