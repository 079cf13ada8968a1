"""Contacts with people: what was done in each, whose it is, and what they add up to."""

from alongside.interactions.models.contacts import (
    Channel,
    Interaction,
    InteractionQuerySet,
    Sitting,
    State,
    Topic,
)
from alongside.interactions.models.handing import CallBack, HandOver, HandOverState, Share
from alongside.interactions.models.schedules import Every, ReportSchedule
from alongside.interactions.models.totals import Kind, Span, Total

__all__ = [
    "CallBack",
    "Channel",
    "Every",
    "HandOver",
    "HandOverState",
    "Interaction",
    "InteractionQuerySet",
    "Kind",
    "ReportSchedule",
    "Share",
    "Sitting",
    "Span",
    "State",
    "Topic",
    "Total",
]
