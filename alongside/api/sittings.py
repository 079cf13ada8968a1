"""Helping by a program: it joins the sitting that its maker has begun, and begins none of its own.

A call names it by `assistance`, the number in the address of the person's pages. The token must have the
right to help among its scopes, and the kernel is asked at every call: when the agent stops, is no longer
allowed to help, or the sitting is over its time, the program helps nobody.
"""

from __future__ import annotations

from alongside.api.params import Impossible, Params, number
from alongside.assisting import facts
from alongside.assisting.acting import Acting
from alongside.assisting.actions import ASSIST
from alongside.assisting.models import Assistance
from alongside.assisting.rules import may_act
from alongside.lib import clock
from alongside.people.actions.tokens import Program


def for_whom(program: Program, params: Params) -> Acting:
    """As whom, and for whom, a program acts. Raises `Impossible` for a sitting in which its maker helps
    nobody: whose it is, or whether there is such a one, is not said."""
    alone = program.acting
    if params.get("assistance") is None:
        return alone
    named = number(params, "assistance", "a sitting")
    mine = Assistance.objects.open().of_agent(alone.actor.id).with_people()
    found = mine.filter(pk=named).first() if program.may(ASSIST) else None
    if found is None or found.overdue(clock.now()) is not None:
        raise Impossible("You help nobody in this sitting.")
    if not may_act(facts.may_act_facts(alone.actor, found.person)):
        raise Impossible("You help nobody in this sitting.")
    return Acting(alone.actor, found.person, found, alone.source)
