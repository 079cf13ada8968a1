"""`alongside tenants`: open a house for real people, and see which there are."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alongside.assisting.acting import Acting
from alongside.command import ready
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person, Role, Tenant

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, WRONG = 0, 1


class Unfit(Exception):
    """What was said cannot be used; the message says why."""


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("tenants", help="open a house for real people, and see which there are")
    parser.set_defaults(run=run)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="what")

    create = commands.add_parser(
        "create",
        help="make a tenant with its fields and roles, and somebody who runs it",
        description="Make a tenant with its first segment, the standard profile fields and roles, and with"
        " --superuser the first person who can sign in. Their password is asked for, or read as one line"
        " from standard input where that is no terminal.",
    )
    create.add_argument("name", help="as people know it: 'Port Alder Council'")
    create.add_argument("domain", help="the host name it answers at: help.example.org")
    create.add_argument("--segment", default="Everybody", help="the name of its first segment (%(default)s)")
    create.add_argument("--superuser", metavar="E-MAIL", help="who runs it; the address is their user name")
    create.add_argument("--given-name", default="", help="their given name")
    create.add_argument("--family-name", default="", help="their family name")
    create.set_defaults(work=_create)

    listed = commands.add_parser("list", help="the tenants of this database")
    listed.add_argument("--json", action="store_true", help="as JSON")
    listed.set_defaults(work=_list)


def run(options: argparse.Namespace) -> int:
    ready.demand_database()
    ready.demand_migrations()
    try:
        print(options.work(options))
    except people.Misfit as problem:
        print("\n".join(problem.errors.values()), file=sys.stderr)
        return WRONG
    except Unfit as problem:
        print(problem, file=sys.stderr)
        return WRONG
    return DONE


def _create(options: argparse.Namespace) -> str:
    """All of it, or nothing: a tenant that nobody can sign in to helps nobody."""
    domain = options.domain.strip().lower()
    if not domain or any(char in domain for char in "/: "):
        raise Unfit("Say the domain as a host name, without https:// and without a port: help.example.org")
    password = _password(options) if options.superuser else ""
    try:
        with transaction.atomic():
            tenant = people.create_tenant(options.name.strip(), domain, segment=options.segment.strip())
            with tenancy.within(tenant.pk):
                if options.superuser:
                    _appoint(tenant, options, password)
    except IntegrityError:
        raise Unfit(f"There is a tenant at {domain} already.") from None
    whom = f" Sign in there as {options.superuser.lower()}." if options.superuser else ""
    return f"{tenant.name} is ready at {tenant.domain}.{whom}"


def _appoint(tenant: Tenant, options: argparse.Namespace, password: str) -> None:
    setup = Acting.alone(people.system(tenant))
    person = people.register(
        setup,
        given_name=options.given_name,
        family_name=options.family_name or options.superuser.partition("@")[0],
        email=options.superuser,
        username=options.superuser,
    )
    people.give_role(setup, Role.objects.get(name="Superuser"), person)
    people.give_password(setup, person, password)


def _password(options: argparse.Namespace) -> str:
    if sys.stdin.isatty():
        password = getpass.getpass(f"A password for {options.superuser}: ")
        if getpass.getpass("The same again: ") != password:
            raise Unfit("The two are not the same. Nothing was made.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, Person(username=options.superuser, email=options.superuser))
    except ValidationError as problem:
        raise Unfit(" ".join(problem.messages)) from None
    return password


def _list(options: argparse.Namespace) -> str:
    tenants = Tenant.objects.order_by("domain")
    if options.json:
        return json.dumps([{"name": tenant.name, "domain": tenant.domain} for tenant in tenants], indent=2)
    return "\n".join(f"{tenant.domain}\t{tenant.name}" for tenant in tenants) or "There is no tenant yet."
