"""The contact an agent is recording, or the form to begin one: on the start page and above the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from alongside.console.interactions.inputs import BeginInput
from alongside.interactions import queries
from alongside.interactions.actions import RECORD
from alongside.interactions.models import Interaction
from alongside.interactions.services import label_of
from alongside.lib import clock
from alongside.people.http import Request


@dataclass(frozen=True)
class Line:
    """An interaction as a line of the agent's timesheet."""

    interaction: Interaction
    names: str
    channel: str
    service: str
    begun_at: datetime
    spent: timedelta

    @classmethod
    def of(cls, interaction: Interaction, options: Mapping[str, Any]) -> Line:
        """Read the interaction `with_people()`."""
        return cls(
            interaction,
            names=" · ".join(interaction.names()) or "Nobody yet",
            channel=interaction.get_channel_display(),
            service=label_of(interaction.service, options),
            begun_at=interaction.begun_at,
            spent=interaction.spent(clock.now()),
        )


@dataclass(frozen=True)
class Panel:
    """Either is None: the form is hidden while an interaction is recording (spec G66)."""

    running: Line | None
    form: BeginInput | None


def panel(request: Request, begin: Mapping[str, str] | None = None) -> Panel | None:
    """For `console/interactions/_begin.html`, as `recording`; None for whoever records no contacts.

    `begin` are values to fill in, as softphones pass them (spec G24).
    """
    agent = request.acting.actor
    if RECORD.right not in agent.standing.rights:
        return None
    return panel_of(request, queries.open_of(agent).running().with_people().first(), begin)


def panel_of(request: Request, running: Interaction | None, begin: Mapping[str, str] | None = None) -> Panel:
    """The same, of an agent whose running interaction is known."""
    options = request.tenant.options
    if running is not None:
        return Panel(Line.of(running, options), None)
    helping = queries.assistance_of(request.acting.actor, clock.now()) is not None
    return Panel(None, BeginInput(initial=begin, options=options, helping=helping))
