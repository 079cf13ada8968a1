"""`alongside history prove|export|audit|keys|verifier`, and whose log is meant."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import autodiscover_modules

from alongside.assisting.acting import Acting
from alongside.console.history.actions import add_key, retire_key
from alongside.console.history.checks import CHECKS
from alongside.console.history.checks.asked import Asked, State
from alongside.history import bundles, checkpoints, offline_verifier
from alongside.history.models import Entry, Head
from alongside.history.proofs import Proof
from alongside.history.signing import Desk, Refused
from alongside.history.tiles import Missing, Tiles
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Tenant

DONE, TAMPERED, INCOMPLETE = 0, 2, 3


class Unknown(Exception):
    """What was asked for is not there; the message says what is."""


def desk() -> Desk:
    return Desk(Path(settings.SIGNER), ())


def run_prove(options: argparse.Namespace) -> int:
    try:
        tenant_id = _one(options.tenant)
        note = _signed(tenant_id)
        size = int(note.split("\n")[1])
        entry = Entry.everywhere.filter(tenant_id=tenant_id, number=options.number).first()
        if entry is None:
            raise Unknown(f"There is no entry {options.number}.")
        if options.number >= size:
            raise Unknown(f"Entry {options.number} is not signed yet: `alongside sign --once` does it now.")
        path = Tiles(tenant_id, size).inclusion(options.number)
        _write(options.output, Proof(options.number, path, note, entry.leaf.encode()).text())
    except (Unknown, Missing, DatabaseError, OSError) as problem:
        print(f"Nothing was proven. {problem}", file=sys.stderr)
        return INCOMPLETE
    return DONE


def run_export(options: argparse.Namespace) -> int:
    """As far as it is signed; files of full tiles are left as they are, so it can be carried on."""
    try:
        tenant_id = _one(options.tenant)
        note = _signed(tenant_id)
        size = int(note.split("\n")[1])
        bundles.export(tenant_id, size, note, options.folder)
    except (Unknown, Missing, DatabaseError, OSError) as problem:
        print(f"Nothing was exported. {problem}", file=sys.stderr)
        return INCOMPLETE
    print(f"{size:,} entries are in {options.folder}. The key that signs them: `alongside history keys`.")
    return DONE


def run_keys(options: argparse.Namespace) -> int:
    try:
        tenant_id = _one(options.tenant)
        if options.add or options.retire:
            with tenancy.within(tenant_id):
                author = Acting.alone(people.system(Tenant.objects.get(pk=tenant_id)))
                (retire_key if options.retire else add_key)(author, desk())
        keys = desk().public(tenant_id)
        if not keys:
            raise Unknown("No key is made yet: `alongside sign` makes the first.")
        print("\n".join(key.text() for key in keys))
    except (Unknown, Refused, ValueError, DatabaseError, OSError) as problem:
        print(f"Nothing was changed. {problem}", file=sys.stderr)
        return INCOMPLETE
    return DONE


def run_audit(options: argparse.Namespace) -> int:
    autodiscover_modules("actions")  # where powers and events are declared
    try:
        tenant_id = _one(options.tenant)
        asked = Asked(tenant_id, keys=options.key, access_log=options.access_log)
        results = {}
        with tenancy.within(tenant_id):
            for check in CHECKS:
                results[check] = check.run(asked)
                if not options.json:
                    print(f"{check.id:<4}{results[check].state.upper():<8}{check.title}", flush=True)
                    print("\n".join(f"            {line}" for line in results[check].evidence))
    except (Unknown, DatabaseError, OSError) as problem:
        print(f"Nothing was checked. {problem}", file=sys.stderr)
        return INCOMPLETE
    if options.json:
        checks = {check.id: {"title": check.title, **result.as_json()} for check, result in results.items()}
        print(json.dumps({"tenant": tenant_id, "checks": checks}, ensure_ascii=False))
    states = {result.state for result in results.values()}
    return TAMPERED if State.FAILED in states else INCOMPLETE if State.OPEN in states else DONE


def run_verifier(options: argparse.Namespace) -> int:
    _write(options.output, Path(offline_verifier.__file__).read_text(encoding="utf-8"))
    return DONE


def chosen_tenants(wanted: str | None) -> dict[int, str]:
    """The tenants meant, with their names: the one asked for, or all that have a log."""
    names = dict(Tenant.objects.values_list("pk", "name"))
    if wanted is None:
        recorded = set(Head.everywhere.values_list("tenant_id", flat=True)) | checkpoints.tenants_kept()
        recorded |= set(Entry.everywhere.values_list("tenant_id", flat=True).distinct())
        return {tenant_id: names.get(tenant_id, f"tenant {tenant_id}") for tenant_id in sorted(recorded)}
    meant = [
        tenant
        for tenant in Tenant.objects.order_by("pk")
        if wanted.casefold() in (tenant.name.casefold(), tenant.domain.casefold(), str(tenant.pk))
    ]
    if len(meant) > 1:
        domains = ", ".join(tenant.domain for tenant in meant)
        raise Unknown(f"Several tenants are called “{wanted}”; say which by its domain: {domains}.")
    if not meant:
        raise Unknown(f"There is no tenant “{wanted}”; there are: {', '.join(names.values()) or 'none'}.")
    return {meant[0].pk: meant[0].name}


def _one(wanted: str | None) -> int:
    chosen = chosen_tenants(wanted)
    if len(chosen) != 1:
        raise Unknown("Say whose log with --tenant.")
    return next(iter(chosen))


def _signed(tenant_id: int) -> str:
    """What was signed last, as whoever trusts our keys reads it."""
    note = desk().note(tenant_id)
    if note is None:
        raise Unknown("No checkpoint is signed yet: `alongside sign` does it, and `alongside sign --once`.")
    return note


def _write(path: Path | None, text: str) -> None:
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")
