"""Files of contacts that another system recorded: received, looked through, taken over a lot at a time."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import uuid
from collections.abc import Iterator
from typing import Any, BinaryIO

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions import contact_files as files
from alongside.interactions.actions.importing import TAKE_OVER, not_there, take_over
from alongside.interactions.exchange import Illegible, NoContact, documents
from alongside.interactions.recognising import Fitting, People, fitting, wrong
from alongside.interactions.services import services
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.jobs.works import Failed, Step
from alongside.lib import ids
from alongside.people.models import Tenant
from alongside.people.moving import seen

RECEIVE = Power("interactions.receive_contacts", Kind.STAFF, right="interactions.take_over")
READ_WRONG = Power("interactions.read_wrong_contacts", Kind.STAFF, right="interactions.take_over")
WORK = "interactions.take_over"
AT_ONCE = 200  # documents of one step
COUNTS = ("kept", "there", "audit", "wrong")


class ContactsReceived(
    Event,
    kind="interactions.contacts_received",
    title="Receive file of contacts",
    sentence="{actor} sent a file of {documents} contacts that another system had recorded",
    private=True,
):
    """`sha256` is of the file as it was sent, so that it can be proved which one it was."""

    sha256: str
    documents: int


class ContactsBegun(
    Event,
    kind="interactions.contacts_begun",
    title="Take over file of contacts",
    sentence="{actor} had a file of {documents} contacts taken over",
    private=True,
):
    documents: int


class WrongContactsRead(
    Event,
    kind="interactions.wrong_contacts_read",
    title="Read contacts to correct",
    sentence="{actor} read {documents} contacts that could not be taken over",
    private=True,
):
    documents: int


def receive(acting: Acting, source: BinaryIO, *, file_name: str, by: str = "", only_look: bool = True) -> Job:
    """Keep a file, and have every contact in it looked at or taken over. Raises `Illegible` when it is no
    file of JSON documents. `by` is the profile field by which the other system calls people, if it is one."""
    if not (verdict := acting.may(RECEIVE)):
        raise Refused(acting, RECEIVE, verdict, None)
    number = ids.random_id()
    try:
        with files.new(number) as kept:
            sha256, count = _take_in(source, kept)
        with acting.doing(RECEIVE) as deed:
            payload = {"file": str(number), "name": file_name[-255:], "by": by, "look": only_look}
            job = jobs.ask(acting, WORK, payload=payload | {"documents": count})
            deed.record(ContactsReceived(sha256=sha256, documents=count), about=job)
        return job
    except BaseException:
        files.remove(number)
        raise


def begin(acting: Acting, looked: Job) -> Job:
    """Have the contacts of a file taken over that was only looked at. Raises `FileNotFoundError` when it is
    not kept any more."""
    with acting.doing(TAKE_OVER) as deed:
        number = uuid.UUID(looked.payload["file"])
        if not files.lines_of(number).exists():
            raise FileNotFoundError
        job = jobs.ask(acting, WORK, payload=looked.payload | {"look": False})
        deed.record(ContactsBegun(documents=job.payload["documents"]), about=job)
    return job


def read_wrong(acting: Acting, job: Job) -> Iterator[bytes]:
    """The contacts to correct, a line each with what is wrong; recorded before any is given out."""
    with acting.doing(READ_WRONG) as deed:
        deed.record(WrongContactsRead(documents=told(job)["wrong"]), about=job)
    path = files.errors_of(uuid.UUID(job.payload["file"]))
    return _lines_of(path.open("rb")) if path.exists() else iter(())


def first_wrong(acting: Acting, job: Job, most: int) -> list[dict[str, Any]]:
    """The first contacts to correct: `number`, `problem`, `document` as text. Recorded as `read_wrong` is."""
    try:
        with files.errors_of(uuid.UUID(job.payload["file"])).open("rb") as file:
            lines = list(itertools.islice(file, most))
    except FileNotFoundError:
        return []
    with acting.doing(READ_WRONG) as deed:
        deed.record(WrongContactsRead(documents=len(lines)), about=job)
    found = map(json.loads, lines)
    return [one | {"document": json.dumps(one["document"], ensure_ascii=False)} for one in found]


def told(job: Job) -> dict[str, int]:
    """How many contacts were kept, were there already, were lines of the audit log, and were wrong."""
    said = job.result or job.cursor
    return {name: int(said.get(name, 0)) for name in COUNTS}


def step(acting: Acting, job: Job) -> Step:
    """Some documents more."""
    number, at = uuid.UUID(job.payload["file"]), dict(job.cursor)
    try:
        with files.lines_of(number).open("rb") as file:
            file.seek(at.get("byte", 0))
            lines = list(itertools.islice(file, AT_ONCE))
            at["byte"] = file.tell()
    except FileNotFoundError:
        raise Failed("The file is not kept any more. Send it again.") from None
    found, problems = _sorted_out(lines, job, at)
    at["errors"] = files.add_errors(number, at.get("errors", 0), b"".join(problems))
    kept = _looked(number, found, job) if job.payload["look"] else take_over(acting, found)
    at["kept"] = at.get("kept", 0) + kept
    at["there"] = at.get("there", 0) + len(found) - kept
    done = job.done + len(lines)
    at["number"] = done
    if lines:
        return Step(at, done, job.payload["documents"])
    if not job.payload["look"]:
        files.remove(number, but_errors=True)
    return Step(at, done, done, finished=True, result={name: at.get(name, 0) for name in COUNTS})


def _take_in(source: BinaryIO, kept: BinaryIO) -> tuple[str, int]:
    """A document on each line; the hash of what was sent, and how many they are."""
    hashed, count = _Hashed(source), 0
    text = io.TextIOWrapper(io.BufferedReader(hashed), encoding="utf-8-sig")
    try:
        for _, document in documents(text):
            kept.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
            count += 1
    except UnicodeError:
        raise Illegible("It is not in UTF-8. Save it so and send it again.") from None
    if not count:
        raise Illegible("There is nothing in this file.")
    return hashed.digest(), count


class _Hashed(io.RawIOBase):
    """What is read from a file, and the hash of it."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self._hash = source, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._source.read(len(buffer))
        self._hash.update(data)
        buffer[: len(data)] = data
        return len(data)

    def digest(self) -> str:
        return self._hash.hexdigest()


def _sorted_out(lines: list[bytes], job: Job, at: dict[str, Any]) -> tuple[list[Fitting], list[bytes]]:
    """The contacts of these lines, and of the others what is wrong with them."""
    people, offered = People(job.payload["by"]), services(Tenant.objects.get(pk=job.tenant_id).options)
    found: list[Fitting] = []
    problems: list[bytes] = []
    for number, line in enumerate(lines, start=job.done + 1):
        document = json.loads(line)
        try:
            found.append(fitting(document, people, offered))
        except NoContact:
            at["audit"] = at.get("audit", 0) + 1
        except Illegible as problem:
            told = wrong(number, problem, document)
            problems.append(json.dumps(told, ensure_ascii=False).encode() + b"\n")
    at["wrong"] = at.get("wrong", 0) + len(problems)
    return found, problems


def _looked(number: uuid.UUID, found: list[Fitting], job: Job) -> int:
    """How many would be kept: those that are neither there nor further up in the file."""
    rows: dict[uuid.UUID, int] = {}
    for row, one in enumerate(found, start=job.done + 1):
        rows.setdefault(one.contact.id, row)
    fresh = not_there(found)
    earlier = seen.rows_of(files.seen_of(number), fresh)
    seen.note(files.seen_of(number), {key: rows[key] for key in fresh})
    return sum(earlier.get(key, rows[key]) == rows[key] for key in fresh)


def _lines_of(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(65_536), b"")
