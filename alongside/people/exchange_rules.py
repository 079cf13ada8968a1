"""Whether another system gets a token for a sitting: facts in, verdict and rule id out.

The kernel has decided before that the sitting is open and that its agent may still help.
"""

from __future__ import annotations

from dataclasses import dataclass

from alongside.assisting.rules import Verdict, allow, deny


@dataclass(frozen=True, slots=True)
class Exchange:
    """Everything the decision depends on."""

    registered: bool  # the program has an address at which agents open it
    nested: bool  # what it shows is itself a token that was given in an exchange
    passed: bool  # what it shows is a pass that was given for this program
    audience_known: bool  # the program it wants to call is let in
    within_program: bool  # it asks for nothing that it was not registered for
    within_sitting: bool  # it asks for nothing that the agent may not do for the person


def decide(asked: Exchange) -> Verdict:
    if not asked.registered:
        return deny("program-opens-nothing")
    if asked.nested:
        return deny("tokens-are-not-exchanged")
    if not asked.passed:
        return deny("no-such-pass")
    if not asked.audience_known:
        return deny("no-such-audience")
    if not asked.within_program:
        return deny("beyond-the-program")
    if not asked.within_sitting:
        return deny("beyond-the-sitting")
    return allow("both-gates-open")
