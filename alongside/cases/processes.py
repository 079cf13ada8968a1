"""What processes do with cases: the handler of a service task that opens one.

<serviceTask alongside:handler="case"> type, title and perhaps details; the process then knows `case`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.assisting.acting import Acting
from alongside.cases.actions.raising import raise_for
from alongside.cases.models import CaseType
from alongside.people.checking import Misfit
from alongside.workflow.handlers import Impossible, house_of
from alongside.workflow.models import Instance


def open_case(acting: Acting, instance: Instance, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A case of whom the process is for, raised by the house."""
    slug = str(given.get("type") or "")
    type = CaseType.objects.in_use().whole().filter(slug=slug).first()
    if type is None:
        raise Impossible(f"There is no type of case “{slug}” in use.")
    if instance.person.is_anonymous_user:
        raise Impossible("It is for somebody without an account, whose case could not be followed.")
    title = str(given.get("title") or instance.version.definition.title)
    try:
        case = raise_for(
            house_of(instance), type, instance.person, title=title, details=str(given.get("details") or "")
        )
    except Misfit as misfit:
        raise Impossible(" ".join(misfit.errors.values())) from None
    return {"case": case.reference}
