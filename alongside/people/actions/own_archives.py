"""A person's own copy of all that is held of them, which nobody may ask for or take in their place."""

from __future__ import annotations

from typing import BinaryIO

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.lib import clock
from alongside.people import archive_files
from alongside.people.models import Archive

ARCHIVE_OWN = Power("people.archive_own", delegable=False)
TAKE_OWN = Power("people.take_own_archive", delegable=False)
ARCHIVE_MYSELF = "people.archive_myself"


class OwnArchiveAsked(
    Event,
    kind="people.own_archive_asked",
    title="Ask for one's own copy",
    sentence="{actor} asked for a copy of all that is held of them",
):
    pass


class OwnArchiveTaken(
    Event,
    kind="people.own_archive_taken",
    title="Download one's own copy",
    sentence="{actor} downloaded the copy of all that is held of them",
):
    pass


def ask_own_archive(acting: Acting) -> Archive:
    """Have a copy made of all that is held of the actor; the one that is being made, where one is."""
    with acting.doing(ARCHIVE_OWN) as deed:
        archive = own_archive(acting)
        if archive is None or archive.made_at or archive.job is None or not archive.job.is_open:
            archive = Archive(person_id=acting.person_id, actor_id=acting.actor.id, asked_at=deed.at)
            archive.job = jobs.ask(acting, ARCHIVE_MYSELF, payload={"archive": str(archive.pk)})
            archive.save(force_insert=True)
        deed.record(OwnArchiveAsked(), about=archive)
        return archive


def own_archive(acting: Acting) -> Archive | None:
    """The latest copy that the actor asked for of themselves; not one whose day is over."""
    own = Archive.objects.unexpired(clock.now()).filter(person=acting.actor.id, actor=acting.actor.id)
    latest: Archive | None = own.select_related("job").newest_first().first()
    return latest


def take_own_archive(acting: Acting, archive: Archive) -> BinaryIO:
    """The copy, open to be read, once it is recorded. Raises `FileNotFoundError` where it is gone."""
    file = archive_files.file_of(archive.pk).open("rb")
    try:
        with acting.doing(TAKE_OWN) as deed:
            deed.record(OwnArchiveTaken(), about=archive)
    except BaseException:
        file.close()
        raise
    return file
