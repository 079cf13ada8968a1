"""Powers: the names of everything that may be done, each asked for by exactly one verb."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.assisting.rules import Kind

_all: dict[str, Power] = {}
_refining: set[str] = set()


@dataclass(frozen=True, slots=True)
class Power:
    """`SUBMIT = Power("forms.submit")`, declared beside the action that asks for it.

    `kind` says whose rights decide. `right` is what a role must hold for a STAFF power: the power's own
    name unless several powers share a right; `needs` are rights that it rests on beside.
    `delegable` is False for what nobody may ever do for somebody else, such as changing a password.
    """

    name: str
    kind: Kind = Kind.OWN
    right: str = ""
    delegable: bool = True
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if _all.setdefault(self.name, self) != self:
            raise ValueError(f"the power {self.name} is declared twice")
        if not self.right:
            object.__setattr__(self, "right", self.name)

    def __str__(self) -> str:
        return self.name


def declared() -> dict[str, Power]:
    """Every power of the house, by name."""
    return dict(_all)


def refine(*rights: str) -> None:
    """Name rights that the rules of matters and duties read: no STAFF power asks for them by itself."""
    _refining.update(rights)


def rights() -> frozenset[str]:
    """Every right that a role can hold with some effect."""
    asked = {power.right for power in _all.values() if power.kind is Kind.STAFF}
    return frozenset(asked | _refining)
