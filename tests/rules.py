"""Every question that the rules can be asked, and every small mistake in them.

    make rules

Prints how many questions there are, holds each answer against the sentences (the tests named
`test_rules.py` of every package), and says how many mutants of the kernel's rules were killed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from alongside.assisting.tests import tables, test_mutants

PACKAGES = Path(__file__).resolve().parent.parent / "alongside"


def main() -> int:
    kinds = test_mutants.DECIDERS.items()
    asked = {name: sum(1 for _ in tables.every(kind)) for name, kind in kinds}
    print("Questions to the kernel: " + ", ".join(f"{name} {count:,}" for name, count in asked.items()))
    begun = time.perf_counter()
    test_mutants.test_every_mutant_of_the_rules_is_killed()
    spent = time.perf_counter() - begun
    print(f"{sum(1 for _ in test_mutants.mutants())} mutants, all killed, in {spent:.1f} s")
    files = sorted(str(file) for file in PACKAGES.glob("*/tests/test_rules.py"))
    return int(pytest.main(["-q", "-p", "no:cacheprovider", "--durations=3", *files]))


if __name__ == "__main__":
    sys.exit(main())
