"""What a form's pages know of those who fill them in (spec G29–G31)."""

from __future__ import annotations

from alongside.assisting.acting import Acting


def variables(acting: Acting) -> dict[str, str]:
    """The values of `placeholders.VARIABLES`. Of a form that nobody fills in for others, ask with
    `acting.as_oneself()`: then the actor is the site user and the proxy is empty, as if nobody were
    being helped."""
    agent = acting.actor if acting.helping else None
    return {
        "SITEUSERID": str(acting.person.id),
        "SITEUSERNAME": acting.person.name,
        "PROXYUSERID": str(agent.id) if agent else "",
        "PROXYUSERNAME": agent.name if agent else "",
    }
