"""`alongside history`: verify what was recorded, keep checkpoints, show an entry, prepare the roles."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

import psycopg
from django.db import DatabaseError, connection
from django.utils.module_loading import autodiscover_modules

from alongside.command import evidence, ready
from alongside.command.evidence import Unknown, chosen_tenants
from alongside.history import checkpoints, goss, keys, leaf, report
from alongside.history.models import Entry
from alongside.history.protection import prepare_roles, roles
from alongside.history.report import Level, Report
from alongside.history.telling import tell
from alongside.history.verify import verify
from alongside.lib import tenancy

INCOMPLETE = int(Level.INCOMPLETE)


def add_to(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `history` and its own sub-commands to the command line."""
    history = subparsers.add_parser("history", help="verify, keep and show what was recorded")
    commands = history.add_subparsers(required=True, metavar="COMMAND")
    tenant = argparse.ArgumentParser(add_help=False)
    tenant.add_argument("--tenant", metavar="NAME", help="one tenant, by name, domain or number")

    check = commands.add_parser(
        "verify",
        parents=[tenant],
        help="read every entry and say whether it is what was written",
        epilog="Exit code: 0 sound, 2 tampered with, 3 incomplete (something could not be checked).",
    )
    check.add_argument("--from-checkpoint", metavar="FILE", type=Path, help="also hold it against these")
    check.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    check.set_defaults(run=run_verify)

    keep = commands.add_parser("checkpoint", parents=[tenant], help="write down where the logs are now")
    keep.set_defaults(run=run_checkpoint)

    show = commands.add_parser("show", parents=[tenant], help="show one entry")
    show.add_argument("number", type=int, help="its number, from 0")
    show.add_argument("--goss", action="store_true", help="in the shapes that GOSS writes, as JSON")
    show.set_defaults(run=run_show)

    prove = commands.add_parser(
        "prove", parents=[tenant], help="write the proof that an entry is in the log (.tlog-proof)"
    )
    prove.add_argument("number", type=int, help="the entry's number, from 0")
    prove.add_argument("-o", "--output", type=Path, help="the file (default: standard output)")
    prove.set_defaults(run=evidence.run_prove)

    export = commands.add_parser(
        "export", parents=[tenant], help="write a whole log for others to check, in the format tlog-tiles"
    )
    export.add_argument("folder", type=Path, help="a folder; what is there already is carried on")
    export.set_defaults(run=evidence.run_export)

    audit = commands.add_parser(
        "audit",
        parents=[tenant],
        help="make the fourteen checks of an external auditor",
        epilog="Exit code: 0 all passed, 2 one failed, 3 something could not be checked.",
    )
    audit.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    audit.add_argument("--key", action="append", default=[], help="a public key that you have from elsewhere")
    audit.add_argument(
        "--access-log", metavar="FILE", type=Path, help="what the server wrote for each request"
    )
    audit.set_defaults(run=evidence.run_audit)

    public = commands.add_parser("keys", parents=[tenant], help="the public keys that sign checkpoints")
    change = public.add_mutually_exclusive_group()
    change.add_argument("--add", action="store_true", help="add the next key; both sign from now on")
    change.add_argument("--retire", action="store_true", help="let the oldest key sign no more")
    public.set_defaults(run=evidence.run_keys)

    verifier = commands.add_parser(
        "verifier", help="write the program by which auditors check proofs and logs without this one"
    )
    verifier.add_argument("-o", "--output", type=Path, help="the file (default: standard output)")
    verifier.set_defaults(run=evidence.run_verifier)

    prepare = commands.add_parser(
        "prepare",
        help="make the PostgreSQL roles that protect history",
        description="Prints the SQL for an administrator to run once in the database, or runs it with --as.",
    )
    prepare.add_argument("--database", help="its name (default: that of DATABASE_URL)")
    prepare.add_argument("--app", help="the role of the application (default: that of DATABASE_URL)")
    prepare.add_argument("--migrator", help="the role of migrations (default: the application's + _migrator)")
    prepare.add_argument("--as", dest="superuser", metavar="URL", help="run it, signing in with this address")
    prepare.set_defaults(run=run_prepare)


def run_verify(options: argparse.Namespace) -> int:
    try:
        ready.demand_database()  # says why not, where the pool would only say that it waited
        chosen = chosen_tenants(options.tenant)
        if options.from_checkpoint and len(chosen) > 1:
            raise Unknown("A checkpoint is of one tenant: say which with --tenant.")
    except (Unknown, DatabaseError, ready.NotReady) as problem:
        if options.json:
            print(json.dumps({"verdict": "incomplete", "exit_code": INCOMPLETE, "problem": str(problem)}))
        else:
            print(f"Nothing could be verified. {problem}")
        return INCOMPLETE
    reports = {name: verify(tenant_id, options.from_checkpoint) for tenant_id, name in chosen.items()}
    code = report.exit_code(reports.values())
    if options.json:
        logs = [{"name": name, **each.as_json()} for name, each in reports.items()]
        print(json.dumps({"verdict": report.VERDICTS[Level(code)], "exit_code": code, "logs": logs}))
    else:
        for name, each in reports.items():
            print("\n".join(_told(name, each)))
        if not reports:
            print("Nothing has been recorded yet.")
    return code


def run_checkpoint(options: argparse.Namespace) -> int:
    try:
        chosen = chosen_tenants(options.tenant)
        for tenant_id, name in chosen.items():
            for each in checkpoints.keep(tenant_id):
                print(f"{name}: {each.size} entries, written to {checkpoints.file_of(tenant_id)}")
    except (Unknown, DatabaseError, OSError, checkpoints.Illegible) as problem:
        print(f"No checkpoint was kept. {problem}")
        return INCOMPLETE
    return 0


def run_show(options: argparse.Namespace) -> int:
    autodiscover_modules("actions")  # where events are declared, with their sentences
    try:
        chosen = chosen_tenants(options.tenant)
        if len(chosen) != 1:
            raise Unknown("Say whose entry with --tenant.")
        ((tenant_id, name),) = chosen.items()
        with tenancy.within(tenant_id):
            entry = Entry.objects.filter(number=options.number).first()
            if entry is None:
                raise Unknown(f"{name} has no entry {options.number}.")
            print(
                json.dumps(
                    _shapes(entry, name) if options.goss else _as_is(entry), indent=2, ensure_ascii=False
                )
            )
    except (Unknown, DatabaseError, keys.Locked, leaf.Unreadable) as problem:
        print(f"The entry could not be shown. {problem}")
        return INCOMPLETE
    return 0


def run_prepare(options: argparse.Namespace) -> int:
    here = connection.settings_dict if connection.vendor == "postgresql" else {}
    database, app = options.database or here.get("NAME"), options.app or here.get("USER")
    if not database or not app:
        print("Roles are PostgreSQL's. Set DATABASE_URL, or say --database and --app.")
        return INCOMPLETE
    migrator = options.migrator or f"{app}_migrator"
    try:
        if options.superuser:
            with psycopg.connect(options.superuser, autocommit=True) as server, server.cursor() as cursor:
                prepare_roles(cursor, database=database, app=app, migrator=migrator)
            print(f"History in {database} is protected: {app} can only add to it.")
        else:
            print("-- Run this in the database itself, as a superuser.")
            print(
                "\n".join(
                    f"{each};" for each in roles.statements(database=database, app=app, migrator=migrator)
                )
            )
        print(
            f"-- Give both roles a password (\\password {app}). Let DATABASE_URL sign in as {app},\n"
            f"-- and ALONGSIDE_MIGRATE_URL, with which “alongside migrate” works, as {migrator}."
        )
    except (ValueError, psycopg.Error) as problem:
        print(f"The roles could not be made. {problem}")
        return INCOMPLETE
    return 0


def _told(name: str, found: Report) -> list[str]:
    verdicts = {
        "sound": "sound: every entry is what was written",
        "tampered": "TAMPERED WITH",
        "incomplete": "incomplete: not everything could be checked",
    }
    return [
        f"{name}: {verdicts[found.verdict]}."
        f" {_count(found.size, 'entry', 'entries')}, held against"
        f" {_count(found.checkpoints, 'checkpoint', 'checkpoints')}.",
        *(f"  {'Note: ' if each.level == Level.NOTE else ''}{each.sentence()}" for each in found.findings),
    ]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _as_is(entry: Entry) -> dict[str, object]:
    contents = entry.open()
    opened = dataclasses.asdict(contents) if contents else "erased"
    return {"sentence": tell(entry, contents), "header": entry.header, "contents": opened}


def _shapes(entry: Entry, tenant: str) -> dict[str, object]:
    shapes: dict[str, object] = {"history": goss.history_event(entry)}
    if entry.kind in goss.AUDITED:
        shapes["audit"] = goss.audit_record(entry, subsite=tenant)
    return shapes
