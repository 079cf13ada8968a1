"""News of a question for a page of it that is open: that others write an answer, and what was done to it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.console.desk.views import opened
from alongside.desk import queries
from alongside.desk.actions.answering import SEE_PROPOSAL, AnswerApproved
from alongside.desk.actions.seeing import VIEW
from alongside.history.models import Entry
from alongside.history.telling import tell
from alongside.history.watching import watch
from alongside.people.http import Request
from alongside.ui.streaming import News, stream, told_until


@staff(VIEW)
@require_safe
def news(request: Request, question_id: uuid.UUID) -> HttpResponse:
    """What happened since the page was made; of proposals, and that one was approved, only to those who see
    them. That somebody writes is told without a name: the page asks for those who do."""
    found, acting = opened(request, question_id), request.acting
    proposals = bool(acting.may(SEE_PROPOSAL, about=found))
    entries = queries.news(found, told_until(request), but=acting.actor.ref, proposals=proposals)
    told = [_news(one, proposals=proposals) for one in entries]
    return stream(told, watches=watch(request.tenant.pk, found))


def _news(entry: Entry, *, proposals: bool) -> News:
    if entry.kind in queries.WRITING:
        return News(entry.number, "writing", {})
    hidden = entry.kind == AnswerApproved.kind and not proposals
    return News(entry.number, "news", {"said": "" if hidden else tell(entry)})
