"""Series go on by themselves: whoever joined so many days ago gets the mailing of that day."""

from __future__ import annotations

from alongside.jobs import actions as jobs
from alongside.jobs.works import Sign
from alongside.mailings.actions.delivering import due_in_series
from alongside.mailings.actions.sending import SENDING
from alongside.mailings.models import Delivery, Mailing


def continue_all(sign: Sign) -> int:
    """Have each mailing of a series sent to those whose day has come; for how many that is to be done."""
    running = Mailing.objects.sending().filter(day__isnull=False).select_related("job")
    asked = 0
    for mailing in running:
        if mailing.job is not None and mailing.job.is_open:
            continue
        if due_in_series(mailing).exists() or Delivery.objects.filter(mailing=mailing).open().exists():
            job = jobs.ask(sign(), SENDING, payload={"mailing": mailing.pk}, awaited=False)
            Mailing.objects.filter(pk=mailing.pk).update(job=job)
            asked += 1
    return asked
