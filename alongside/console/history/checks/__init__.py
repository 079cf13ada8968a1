"""What an external auditor would check, a check for each (security.md 2.8, A1–A14).

Each gives its state and its evidence in sentences. They read only, and need nothing that an auditor
could not ask for: the log, the checkpoints, the tables, the server's access log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alongside.console.history.checks import clocks, doing, rights, signatures, writing
from alongside.console.history.checks.asked import Asked, Result, State
from alongside.history import keys, leaf
from alongside.history.checkpoints import Illegible
from alongside.history.tiles import Missing

Run = Callable[[Asked], Result]


@dataclass(frozen=True)
class Check:
    id: str
    title: str
    find: Run

    def run(self, asked: Asked) -> Result:
        """What came of it; a log that cannot be read as far as the check must read has failed it."""
        try:
            return self.find(asked)
        except (keys.Locked, leaf.Unreadable, Missing, Illegible, ValueError) as problem:
            return Result(State.FAILED, [f"The log cannot be read: {problem}."])


CHECKS = (
    Check("A1", "The keys that sign are those that the log says", signatures.keys),
    Check("A2", "Every older checkpoint fits today's log", signatures.older),
    Check("A3", "Sampled entries are in the signed log", signatures.samples),
    Check("A4", "No number is missing", writing.numbers),
    Check("A5", "What was written has its entry, and entries have what they wrote", writing.books),
    Check("A6", "Every request that changed something has its entry", writing.requests),
    Check("A7", "Each assistance has one start and one stop, and none overlap", doing.pairs),
    Check("A8", "Everything done for somebody lies in an assistance of the same two", doing.within),
    Check("A9", "Roles explain what was allowed", rights.roles),
    Check("A10", "The database is protected as documented", writing.protection),
    Check("A11", "The clock went forward, and is kept right", clocks.forward),
    Check("A12", "Checkpoints have no gaps", signatures.gaps),
    Check("A13", "Whoever was erased cannot be read", rights.erased),
    Check("A14", "Who read the log was allowed to", rights.readers),
)
