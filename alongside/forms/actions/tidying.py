"""Deleting forms that nobody went on with for as long as the tenant keeps them."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms import vault
from alongside.forms.models import Draft, File
from alongside.history.events import Event
from alongside.jobs.works import Step
from alongside.lib import clock
from alongside.people import actions as people

TIDY = Power("forms.tidy_drafts", Kind.STAFF)

_DELETED = 500  # drafts in one step
_SETTLED = timedelta(days=1)  # longer than any transaction


class DraftsTidied(
    Event,
    kind="forms.drafts_tidied",
    title="Tidy saved forms",
    sentence="{actor} deleted {drafts} saved forms that nobody went on with",
    private=True,
):
    drafts: int


def remove_orphans() -> int:
    """Remove the content of files that no row names: what was kept when the database then failed, or when
    its process ended before it was removed. How many."""
    old = dict(vault.left_behind(_SETTLED))
    known = vault.named(old) if old else set()
    for number in old.keys() - known:
        old[number].unlink(missing_ok=True)
    return len(old.keys() - known)


def tidy_drafts(acting: Acting) -> Step:
    """Delete what was begun and last saved longer ago than the tenant keeps it, some in each step."""
    days = people.retention().drafts
    if days is None:
        return Step({}, finished=True)
    old = Draft.objects.unfinished().filter(saved_at__lt=clock.now() - timedelta(days=days))
    some = list(old.order_by("saved_at").values_list("pk", flat=True)[:_DELETED])
    if some:
        with acting.doing(TIDY) as deed:
            # Still unfinished: somebody may be handing one in at this moment.
            gone = Draft.objects.unfinished().filter(pk__in=some)
            vault.remove_after_commit(File.objects.filter(draft__in=gone).values_list("pk", flat=True))
            gone.delete()
            deed.record(DraftsTidied(drafts=len(some)))
    return Step({}, finished=not some)
