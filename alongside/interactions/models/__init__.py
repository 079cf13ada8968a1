"""Contacts with people: what was done in each, whose it is, and what they add up to."""

from alongside.interactions.models.calls import CallKey, CallNonce, CallPop
from alongside.interactions.models.checks import CallerAnswer, CheckCode
from alongside.interactions.models.contacts import (
    Channel,
    ContactTopic,
    Interaction,
    InteractionQuerySet,
    Sitting,
    State,
)
from alongside.interactions.models.handing import CallBack, HandOver, HandOverState, Share
from alongside.interactions.models.schedules import Every, ReportSchedule
from alongside.interactions.models.totals import Kind, Span, Total

__all__ = [
    "CallBack",
    "CallKey",
    "CallNonce",
    "CallPop",
    "CallerAnswer",
    "Channel",
    "CheckCode",
    "ContactTopic",
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
    "Total",
]
