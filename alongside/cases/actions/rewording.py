"""Writing down the words of cases that have none: of those raised before there were words, or taken over."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.wording import keep_words
from alongside.cases.models import Case, CaseWord
from alongside.history.events import Event
from alongside.jobs.models import Job
from alongside.jobs.works import Step

REWORD = Power("cases.reword", Kind.STAFF)

WORK = "cases.reword"
AT_ONCE = 50  # cases of a step


class Reworded(
    Event,
    kind="cases.reworded",
    title="Words of Cases Written Down",
    sentence="The words of {cases} cases that could not be found by them were written down",
    private=True,
):
    cases: int


def reword(acting: Acting, job: Job) -> Step:
    """The next cases in the order of their ids. A case that is changed meanwhile is locked here or there, and
    has its words once; what was said by somebody who is erased stays forgotten."""
    after = uuid.UUID(job.cursor["after"]) if job.cursor else uuid.UUID(int=0)
    words = CaseWord.objects.filter(case=OuterRef("pk"))
    bare = Case.objects.filter(~Exists(words), pk__gt=after, owner__erased_at__isnull=True)
    cases = list(bare.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
    for case in cases:
        keep_words(case)
    done, last = job.done + len(cases), len(cases) < AT_ONCE
    if last and done:
        with acting.doing(REWORD) as deed:
            deed.record(Reworded(cases=done))
    return Step({"after": str(cases[-1].pk if cases else after)}, done, finished=last)
