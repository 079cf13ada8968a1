"""`alongside people match` and `duplicates`: who the people of a file may be, and who is registered twice."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from alongside.assisting.acting import Acting
from alongside.command.whose import Unknown
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job, State
from alongside.people import actions as people
from alongside.people.actions.suspecting import LEAST, WORK
from alongside.people.headings import EXTERNAL_ID
from alongside.people.import_guess import guessed
from alongside.people.matches import Match, weights_here
from alongside.people.models import Person, ProfileField, SuspectedPair
from alongside.people.moving import reading, values
from alongside.people.moving.intake import take_in
from alongside.people.moving.limits import Unreadable
from alongside.people.moving.reading import FORMATS, Row, Shape

Subparsers = Any
Read = tuple[Row, dict[str, object]]

TOLD_EVERY = 1000  # rows
_IDENTIFYING = (EXTERNAL_ID, "account_number", "identity_number")

_EPILOG = """\
With --json it prints one list with an object for each row: "row" (its number in the file, as a spreadsheet
shows it), "external_id" (the row's own, where the file has one), "problem" (why a row could not be read), and
"candidates", the likeliest first: "id", "ref", "name", the numbers that are known of them, "score" (the
probability, 0 to 1), "weight" (bits) and "reasons". Nobody is changed, and nothing is merged.
"""


def add_to(commands: Subparsers, tenant: argparse.ArgumentParser) -> None:
    match = commands.add_parser(
        "match",
        parents=[tenant],
        help="say who the people of a file may be",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    match.add_argument("file", type=Path, help="CSV or JSON Lines")
    match.add_argument("--format", choices=FORMATS, help="(default: as it begins)")
    match.add_argument("--encoding", default="utf-8", help="such as windows-1252 (default: %(default)s)")
    match.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="which field a column is; several columns of one field are joined; HEADING= leaves one out",
    )
    match.add_argument("--limit", type=int, default=5, help="candidates of a row at most (%(default)s)")
    match.add_argument(
        "--least", type=float, default=0.0, metavar="SCORE", help="leave out candidates below this score"
    )
    match.add_argument("--json", action="store_true", help="print one list of objects")
    match.set_defaults(work=run)

    duplicates = commands.add_parser(
        "duplicates",
        parents=[tenant],
        help="look through everybody for people who are registered twice",
        description="Compare everybody with those who share keys with them, and list the pairs that nobody"
        " has decided on, the likeliest first. Interrupted, it can be resumed. Nothing is merged.",
    )
    duplicates.add_argument(
        "--least",
        type=float,
        default=LEAST,
        metavar="SCORE",
        help="pairs of at least this score (%(default)s)",
    )
    duplicates.add_argument("--most", type=int, default=1000, help="pairs listed at most (%(default)s)")
    duplicates.add_argument("--resume", action="store_true", help="go on where the last one was stopped")
    duplicates.add_argument("--json", action="store_true", help="print one list of objects")
    duplicates.set_defaults(work=run_duplicates)

    weights = commands.add_parser(
        "weights",
        parents=[tenant],
        help="learn from the people registered how much it says that two agree in something",
        description="Without --learn it prints the weights that count now, in bits. Learning compares some of"
        " the people with each other; nobody has to say who is who. Where few are registered twice, the usual"
        " weights stay.",
    )
    weights.add_argument("--learn", action="store_true", help="learn them anew first")
    weights.add_argument("--json", action="store_true", help="print one object")
    weights.set_defaults(work=run_weights)


def run(acting: Acting, options: argparse.Namespace) -> str:
    try:
        with options.file.open("rb") as source, tempfile.TemporaryFile() as kept:
            take_in(source, kept, encoding=options.encoding)
            _answer(acting, kept, options)
    except Unreadable as problem:
        raise Unknown(str(problem)) from None
    except OSError as problem:
        raise Unknown(f"{problem.filename}: {problem.strerror}") from None
    return ""


def run_duplicates(acting: Acting, options: argparse.Namespace) -> str:
    last = Job.objects.of(WORK).newest_first().first()
    if options.resume and last is not None and (last.can_resume or last.is_open):
        job = last
    else:
        job = people.find_duplicates(acting, least=options.least, here=True)
    _follow(job)
    pairs = SuspectedPair.objects.open().filter(score__gte=options.least).select_related("one", "other")
    found = list(pairs.likeliest_first()[: options.most])
    people.see_duplicates(acting, [number for pair in found for number in (pair.one_id, pair.other_id)])
    if options.json:
        return json.dumps([_pair_as_json(pair) for pair in found], ensure_ascii=False, indent=1)
    return "\n".join(
        f"{pair.score:6.1%}  {pair.one.name} ({pair.one_id}) and {pair.other.name} ({pair.other_id}):"
        f" {', '.join(pair.reasons)}"
        for pair in found
    )


def run_weights(acting: Acting, options: argparse.Namespace) -> str:
    if options.learn:
        _follow(people.estimate_weights(acting, here=True))
    bits = {
        aspect.value: {level.value: one for level, one in theirs.items()}
        for aspect, theirs in weights_here().items()
    }
    if options.json:
        return json.dumps(bits)
    return "\n".join(
        f"{aspect:<14}" + "".join(f"  {level} {one:+.1f}" for level, one in theirs.items())
        for aspect, theirs in bits.items()
    )


def _follow(job: Job) -> None:
    """Run the job here, saying now and then how far it is; raises `Unknown` unless it comes to its end."""
    told_at = [0.0]

    def tell(job: Job) -> None:
        if time.monotonic() - told_at[0] > 1:
            told_at[0] = time.monotonic()
            print(f"{job.done:,} of {job.total or 0:,} people …", file=sys.stderr, flush=True)

    jobs.run_here(job, tell)
    if job.state != State.DONE:
        raise Unknown(f"It did not come to its end: {job.problem or job.get_state_display()}")
    print(job.told, file=sys.stderr)


def _pair_as_json(pair: SuspectedPair) -> dict[str, object]:
    return {
        "one": _told_of(pair.one),
        "other": _told_of(pair.other),
        "score": pair.score,
        "weight": pair.weight,
        "reasons": pair.reasons,
    }


def _told_of(person: Person) -> dict[str, object]:
    numbers = {name: person.profile[name] for name in _IDENTIFYING if person.profile.get(name)}
    return {"id": person.pk, "ref": str(person.ref), "name": person.name, **numbers}


def _answer(acting: Acting, kept: BinaryIO, options: argparse.Namespace) -> None:
    """Print the answers while the file is read: its length costs no memory."""
    shape = reading.shape_of(kept, options.format)
    rows = _rows(kept, shape, options)
    asked: list[Read] = []

    def noting() -> Iterator[dict[str, object]]:
        for one in rows:
            asked[:] = [one]
            yield one[1]

    answers = people.match_file(
        acting, noting(), name=options.file.name, limit=options.limit, least=options.least
    )
    write = sys.stdout.write
    write("[" if options.json else "")
    for count, found in enumerate(answers, start=1):
        ((row, known),) = asked
        if options.json:
            write(
                f"{',' if count > 1 else ''}\n{json.dumps(_as_json(row, known, found), ensure_ascii=False)}"
            )
        else:
            write(_in_words(row, known, found))
        if count % TOLD_EVERY == 0:
            print(f"{count:,} rows …", file=sys.stderr, flush=True)
    write("\n]\n" if options.json else "")


def _rows(kept: BinaryIO, shape: Shape, options: argparse.Namespace) -> Iterator[Read]:
    """The rows that hold something, each with its values by field; those of one with a problem are empty."""
    fields = list(ProfileField.objects.in_use().in_order())
    guess = guessed(shape.headings, fields, but=_said(options.map, shape, fields))
    if guess.left:
        print(f"Not compared: {', '.join(guess.left)}.", file=sys.stderr)
    values_of = values.reader(shape.headings, guess.columns, fields)
    for row in reading.rows(kept, shape):
        if not row.is_empty:
            yield row, {} if row.problem else values_of(row.cells)


def _said(pairs: list[str], shape: Shape, fields: list[ProfileField]) -> dict[str, str]:
    """The field of each heading that `--map` names, "" for one that is left out."""
    said: dict[str, str] = {}
    names = {"", EXTERNAL_ID, *(field.name for field in fields)}
    for pair in pairs:
        heading, equals, name = pair.rpartition("=")
        if not equals or heading not in shape.headings:
            raise Unknown(f"--map {pair}: the headings are: {', '.join(shape.headings)}.")
        if name not in names:
            raise Unknown(f"--map {pair}: the fields are: {', '.join(sorted(names - {''}))}.")
        said[heading] = name
    return said


def _as_json(row: Row, known: dict[str, object], found: list[Match]) -> dict[str, object]:
    told: dict[str, object] = {"row": row.number}
    if known.get(EXTERNAL_ID):
        told["external_id"] = known[EXTERNAL_ID]
    if row.problem:
        told["problem"] = row.problem
    return {**told, "candidates": [_candidate(match) for match in found]}


def _candidate(match: Match) -> dict[str, object]:
    person = match.person
    numbers = {name: person.profile[name] for name in _IDENTIFYING if person.profile.get(name)}
    return {
        "id": person.id,
        "ref": str(person.ref),
        "name": person.name,
        **numbers,
        "score": match.score,
        "weight": match.weight,
        "reasons": list(match.reasons),
    }


def _in_words(row: Row, known: dict[str, object], found: list[Match]) -> str:
    name = " ".join(str(known[one]) for one in ("given_name", "family_name") if known.get(one))
    lines = [f"Row {row.number}: {row.problem or name or 'without a name'}"]
    lines += [
        f"  {match.score:6.1%}  {match.person.name} ({match.person.id}): {', '.join(match.reasons)}"
        for match in found
    ]
    return "\n".join(lines if found or row.problem else [*lines, "  nobody like them"]) + "\n"
