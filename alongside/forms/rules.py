"""Who sees what was handed in: over the actor alone, so that nobody gains by helping (K1, K8).

Pure; `sentences.toml` says every rule, and the tests ask every question that can be asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from alongside.assisting.rules import Verdict, allow, deny


@dataclass(frozen=True, slots=True)
class Handling:
    """What decides whether somebody sees a submission in the console."""

    holds_right: bool  # the actor's roles let them handle submissions at all
    in_staff: bool  # the actor is in one of the groups that see what the form brings


def decide(facts: Handling) -> Verdict:
    if not facts.holds_right:
        return deny("handles-no-submissions")
    if not facts.in_staff:
        return deny("form-of-other-staff")
    return allow("handles-the-form")
