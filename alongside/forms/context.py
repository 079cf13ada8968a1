"""What a form's pages know of those who fill them in (spec G29–G31)."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.parties import Party


def variables(acting: Acting) -> dict[str, str]:
    """The values of `placeholders.VARIABLES`. Of a form that nobody fills in for others, ask with
    `acting.as_oneself()`: then the actor is the site user and the proxy is empty, as if nobody were
    being helped."""
    return of_people(acting.person, acting.actor if acting.helping else None)


def of_people(person: Party, agent: Party | None) -> dict[str, str]:
    """The same of a person and of whoever helps them, if anybody does."""
    return {
        "SITEUSERID": str(person.id),
        "SITEUSERNAME": person.name,
        "PROXYUSERID": str(agent.id) if agent else "",
        "PROXYUSERNAME": agent.name if agent else "",
    }
