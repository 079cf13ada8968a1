"""What a tenant says of its task lists, each with a default: `options["workflow"]`, read in this one place.

{"tasks_of": "assisted", "claiming": "list", "telling": "nobody"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from alongside.assisting.acting import Acting


class TasksOf(StrEnum):
    """Whose tasks an agent sees while helping (spec C25, 4.7)."""

    ASSISTED = "assisted"
    CURRENT = "current"


class Claiming(StrEnum):
    """How tasks on offer are taken: chosen from a list, or the next by one button (spec C27, C28)."""

    LIST = "list"
    NEXT = "next"


class Telling(StrEnum):
    """Who hears by e-mail of a task that waits."""

    NOBODY = "nobody"
    ASSIGNEES = "assignees"  # in whose hands it is
    EVERYBODY = "everybody"  # and the members of the groups that it is offered to


@dataclass(frozen=True, slots=True)
class Options:
    tasks_of: TasksOf = TasksOf.ASSISTED
    claiming: Claiming = Claiming.LIST
    telling: Telling = Telling.NOBODY

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Options:
        """What cannot be read stands for its default: tasks are done whatever somebody configured."""
        said = options.get("workflow")
        said = said if isinstance(said, dict) else {}
        return cls(
            TasksOf.CURRENT if said.get("tasks_of") == TasksOf.CURRENT else TasksOf.ASSISTED,
            Claiming.NEXT if said.get("claiming") == Claiming.NEXT else Claiming.LIST,
            next((one for one in Telling if one == said.get("telling")), Telling.NOBODY),
        )

    def kept(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}

    def whose(self, acting: Acting) -> Acting:
        """Whoever's tasks a page shows: the right to claim is theirs, the page is the agent's (4.8)."""
        return acting.as_oneself() if self.tasks_of is TasksOf.CURRENT else acting
