"""The audit as long work: a check a step, so that its page shows how far it is."""

from __future__ import annotations

from collections import Counter

from alongside.assisting.acting import Acting
from alongside.console.history.actions import AUDIT, AUDIT_WORK
from alongside.console.history.checks import CHECKS
from alongside.console.history.checks.asked import Asked
from alongside.jobs.models import Job
from alongside.jobs.works import Step, work


def _told(job: Job) -> str:
    states = Counter(result["state"] for result in job.result["checks"].values())
    return f"{states['passed']} checks passed, {states['failed']} failed, {states['open']} could not be made."


@work(AUDIT_WORK, title="Audit the history", power=AUDIT, told=_told)
def audit(acting: Acting, job: Job) -> Step:
    done = dict(job.cursor.get("checks", {}))
    check = CHECKS[len(done)]
    done[check.id] = check.run(Asked(acting.tenant_id)).as_json()
    finished = len(done) == len(CHECKS)
    return Step({"checks": done}, len(done), len(CHECKS), finished=finished, result={"checks": done})
