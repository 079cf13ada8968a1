"""News of a case for a page of it that is open: what somebody else did to it since (`site.streams`)."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.cases import telling
from alongside.cases.actions.seeing import BY_THE_PERSON, ENQUIRE, follow_case, hides_private
from alongside.cases.models import Case
from alongside.history.telling import tell
from alongside.history.watching import watch
from alongside.people.http import Request
from alongside.ui.streaming import News, stream, told_until


@staff(ENQUIRE)
@require_safe
def news(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """What happened since the page was made, a sentence each. Where the case opens by the part of whoever is
    helped, each view of it is written down: so only that something happened is told, and the page is opened
    anew for what it was."""
    try:
        case, verdict = follow_case(request.acting, case_id)
    except Case.DoesNotExist:
        raise Http404 from None
    found = telling.news(case, told_until(request), private=not hides_private(verdict))
    silent = verdict.rule in BY_THE_PERSON
    told = [News(one.number, "news", {"said": "" if silent else tell(one)}) for one in found]
    return stream(told, watches=watch(request.tenant.pk, case))
