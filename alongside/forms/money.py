"""Amounts of money as whole numbers of the smallest unit of their currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Currency:
    """`decimals` digits stand after the point: two in 12.50, so that an amount is counted in pence."""

    code: str
    sign: str
    called: str
    decimals: int = 2

    def minor(self, amount: Decimal) -> int:
        """An amount in the smallest unit; raises `ValueError` where it has a part of one."""
        units = amount.scaleb(self.decimals)
        if units != units.to_integral_value():
            raise ValueError(amount)
        return int(units)

    def major(self, units: int) -> Decimal:
        return Decimal(units).scaleb(-self.decimals)

    def plain(self, units: int) -> str:
        """As people type it: 12.50."""
        return f"{self.major(units):.{self.decimals}f}"

    def shown(self, units: int) -> str:
        """As people read it: £1,200.50."""
        amount = self.major(units)
        return f"{'-' if amount < 0 else ''}{self.sign}{abs(amount):,.{self.decimals}f}"


CURRENCIES = {
    one.code: one
    for one in (
        Currency("GBP", "£", "pounds"),
        Currency("EUR", "€", "euros"),
        Currency("USD", "$", "dollars"),
        Currency("CHF", "CHF ", "francs"),
        Currency("JPY", "¥", "yen", decimals=0),
    )
}
USUAL = CURRENCIES["GBP"]
KNOWN = tuple((one.code, f"{one.code}, {one.called}") for one in CURRENCIES.values())
