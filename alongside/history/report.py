"""What a verification found, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """How grave it is; also the exit code of `alongside history verify`."""

    NOTE = 0
    TAMPERED = 2
    INCOMPLETE = 3


VERDICTS = {
    Level.NOTE: "sound",
    Level.TAMPERED: "tampered",
    Level.INCOMPLETE: "incomplete",
}


@dataclass
class Finding:
    """One kind of thing found, and the entries it was found at."""

    level: Level
    says: str
    numbers: list[int] = field(default_factory=list)

    def sentence(self) -> str:
        if not self.numbers:
            return self.says
        noun = "Entry" if len(self.numbers) == 1 else "Entries"
        return f"{noun} {in_words(self.numbers)}: {self.says}"


@dataclass
class Report:
    """What one tenant's log was found to be."""

    tenant_id: int
    size: int = 0
    root: bytes = b""
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, level: Level, says: str, number: int | None = None) -> None:
        """Note a finding; the same words at several entries are one finding."""
        found = next((each for each in self.findings if (each.level, each.says) == (level, says)), None)
        if found is None:
            found = Finding(level, says)
            self.findings.append(found)
        if number is not None:
            found.numbers.append(number)

    def tampered(self, says: str, number: int | None = None) -> None:
        self.add(Level.TAMPERED, says, number)

    def note(self, says: str) -> None:
        self.add(Level.NOTE, says)

    def incomplete(self, says: str) -> None:
        self.add(Level.INCOMPLETE, says)

    @property
    def level(self) -> Level:
        """Tampering outweighs what could not be checked."""
        levels = {finding.level for finding in self.findings}
        return Level.TAMPERED if Level.TAMPERED in levels else max(levels, default=Level.NOTE)

    @property
    def verdict(self) -> str:
        return VERDICTS[self.level]

    def as_json(self) -> dict[str, object]:
        return {
            "tenant": self.tenant_id,
            "verdict": self.verdict,
            "entries": self.size,
            "root": self.root.hex(),
            "checkpoints": self.checkpoints,
            "findings": [
                {"level": each.level.name.lower(), "says": each.sentence(), "entries": each.numbers}
                for each in self.findings
            ],
        }


def exit_code(reports: Iterable[Report]) -> int:
    """0 sound, 2 tampered, 3 incomplete; tampering outweighs."""
    levels = {report.level for report in reports}
    return Level.TAMPERED if Level.TAMPERED in levels else max(levels, default=Level.NOTE)


def in_words(numbers: Iterable[int], *, at_most: int = 12) -> str:
    """`3, 5–9 and 12`; a long list ends in how many more there are."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    texts = [str(first) if first == last else f"{first}–{last}" for first, last in ranges]
    if len(texts) > at_most:
        left = sum(last - first + 1 for first, last in ranges[at_most:])
        return ", ".join(texts[:at_most]) + f" and {left} more"
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else texts[0]
