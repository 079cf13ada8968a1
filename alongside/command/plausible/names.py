"""Names by community and decade of birth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from alongside.command.plausible import SIZE, by_rank, by_weight, lines, words

COUNTRIES = "EWSN"  # England, Wales, Scotland, Northern Ireland
# A place in the tables of family names, or a rarer name in full.
Family = int | str
_OLDEST, _YOUNGEST = 1900, 2030


@dataclass(frozen=True, slots=True)
class Community:
    """Names that go together."""

    name: str
    men: dict[int, tuple[str, ...]]  # given names by year of birth
    women: dict[int, tuple[str, ...]]
    family: tuple[str, ...]
    family_of_women: tuple[str, ...]  # Kowalska beside Kowalski
    halves: tuple[tuple[str, ...], tuple[str, ...]] | None  # of which rarer family names are made

    def some_family(self, draw: Random) -> Family:
        """A family, of whose name everybody bears the form that is theirs (`family_name`)."""
        if self.halves and draw.random() < 0.4:
            first, last = self.halves
            return first[int(draw.random() * len(first))] + last[int(draw.random() * len(last))]
        return int(draw.random() * SIZE)

    def family_name(self, family: Family, woman: bool) -> str:
        if isinstance(family, str):
            return family
        return (self.family_of_women if woman else self.family)[family]

    def given_name(self, draw: Random, woman: bool, born: int) -> str:
        return (self.women if woman else self.men)[born][int(draw.random() * SIZE)]


@cache
def communities() -> dict[str, tuple[Community, ...]]:
    """For each country, a table of the communities of its residents."""
    found: list[tuple[Community, list[int]]] = []
    for heading, body in _sections():
        name, _, shares = heading.partition("] ")
        found.append((_community(name.strip("["), body), [int(share) for share in shares.split()]))
    return {
        country: by_weight([community for community, _ in found], [shares[at] for _, shares in found])
        for at, country in enumerate(COUNTRIES)
    }


def _sections() -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = []
    for line in lines("names.txt"):
        if line.startswith("["):
            sections.append((line, []))
        else:
            sections[-1][1].append(line)
    return sections


def _community(name: str, body: list[str]) -> Community:
    family: list[str] = []
    halves = None
    eras: dict[str, list[tuple[int, tuple[str, ...]]]] = {"men": [], "women": []}
    for line in body:
        heading, _, text = line.partition(": ")
        if heading == "family":
            family = words(text)
        elif heading == "halves":
            first, last = text.split(" | ")
            halves = (tuple(words(first)), tuple(words(last)))
        else:
            sex, until = heading.split()
            eras[sex].append((int(until), by_rank(words(text))))
    return Community(
        name,
        _by_year(eras["men"]),
        _by_year(eras["women"]),
        by_rank(family),
        by_rank([_feminine(one) for one in family]),
        halves,
    )


def _by_year(eras: list[tuple[int, tuple[str, ...]]]) -> dict[int, tuple[str, ...]]:
    """The names of the first era that ends in or after each year; the last era goes on."""
    return {
        year: next((names for until, names in eras if year <= until), eras[-1][1])
        for year in range(_OLDEST, _YOUNGEST)
    }


def _feminine(family: str) -> str:
    return family[:-1] + "a" if family.endswith(("ski", "cki", "dzki")) else family
