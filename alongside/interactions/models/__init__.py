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
from alongside.interactions.models.totals import Kind, Span, Total

__all__ = [
    "CallBack",
    "Channel",
    "HandOver",
    "HandOverState",
    "Interaction",
    "InteractionQuerySet",
    "Kind",
    "Share",
    "Sitting",
    "Span",
    "State",
    "Topic",
    "Total",
]
