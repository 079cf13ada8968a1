"""What the desk looks after every so often."""

from __future__ import annotations

from datetime import timedelta

from alongside.desk.actions.fetching import fetch_all
from alongside.desk.actions.posting import send_due
from alongside.desk.models import Letter, LetterState, Mailbox
from alongside.jobs.works import Sign, sweep


@sweep("desk.fetch_mail", every=timedelta(minutes=1))
def fetch_mail(sign: Sign) -> None:
    if (
        Mailbox.objects.filter(in_use=True).exists()
        or Letter.objects.filter(state=LetterState.STORED).exists()
    ):
        fetch_all(sign())


@sweep("desk.post", every=timedelta(seconds=5))
def send_post(sign: Sign) -> None:
    send_due(sign)
