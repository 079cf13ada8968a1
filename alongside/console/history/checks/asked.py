"""What a check is given, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from alongside.history.signing import Desk


class State(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"  # could not be checked; the evidence says what is missing


@dataclass(frozen=True)
class Result:
    state: State
    evidence: Sequence[str]

    def as_json(self) -> dict[str, object]:
        return {"state": self.state.value, "evidence": list(self.evidence)}


MOST = 20  # findings that are told of a kind


def judged(problems: Sequence[str], evidence: str, missing: Sequence[str] = ()) -> Result:
    """Failed for its problems, open for what could not be checked, else passed with this evidence."""
    more = [f"… and {len(problems) - MOST} more."] if len(problems) > MOST else []
    state = State.FAILED if problems else State.OPEN if missing else State.PASSED
    return Result(state, [*problems[:MOST], *more, *missing, evidence])


@dataclass(frozen=True)
class Asked:
    """Whose log, and what else the auditor brought along."""

    tenant_id: int
    keys: Sequence[str] = ()  # public keys the auditor has from elsewhere
    access_log: Path | None = None
    desk: Desk = field(default_factory=lambda: Desk(Path(settings.SIGNER), ()))

    @property
    def folders(self) -> list[Path]:
        """Where signed checkpoints of this log are kept, as far as this machine can read them."""
        places = [Path(place) for place in settings.SINKS if "://" not in place]
        return [place / str(self.tenant_id) for place in places if (place / str(self.tenant_id)).is_dir()]
