"""Who is in the demonstration: staff of every role, and residents who can sign in. Nobody of them exists."""

from __future__ import annotations

from typing import NamedTuple

# One password for all of them; it protects nothing and is printed at every start.
PASSWORD = "lend-a-hand-2026"  # noqa: S105 (meant to be known)

STAFF, PERSONNEL = "Staff", "Human Resources"


class Colleague(NamedTuple):
    username: str
    given_name: str
    family_name: str
    role: str  # of the standard roles
    remark: str
    groups: tuple[str, ...] = (STAFF,)


class Resident(NamedTuple):
    username: str
    given_name: str
    family_name: str
    email: str
    date_of_birth: str
    profile: dict[str, str]
    remark: str


COLLEAGUES = (
    Colleague("bob", "Bob", "Fletcher", "Agent", "finds people, helps them and registers new ones"),
    Colleague("grace", "Grace", "Adeyemi", "Agent", "may also help colleagues, for the next 90 days"),
    Colleague("cara", "Cara", "Whitlock", "CSR", "answers what comes next"),
    Colleague("quinn", "Quinn", "Barlow", "QA CSR", "proposes answers for approval"),
    Colleague("rosa", "Rosa", "Quayle", "QA Manager", "approves answers, leads agents"),
    Colleague("mona", "Mona", "Castellan", "CSR Manager", "leads agents"),
    Colleague("adam", "Adam", "Pryce", "Administrator", "runs the house, appoints no administrators"),
    Colleague("susan", "Susan", "Okonkwo", "Superuser", "may do everything"),
    Colleague("olga", "Olga", "Lindqvist", "Auditor", "reads who did what for whom, and nothing else"),
    Colleague(
        "hal",
        "Hal",
        "Renshaw",
        "Agent",
        "manages Human Resources; agents cannot help him",
        (STAFF, PERSONNEL),
    ),
)
# Who may help colleagues until a day, and why (security.md 1.2, `assist_staff`).
HELPS_COLLEAGUES, HELPS_BECAUSE, HELPS_DAYS = "grace", "Runs the desk that colleagues ring for help.", 90

RESIDENTS = (
    Resident(
        "ann", "Ann", "Archer", "ann.archer@example.com", "1961-04-17",
        {
            "title": "Mrs", "telephone": "01632 960101", "mobile": "07700 900101",
            "address": "14 Quay Street, Port Alder", "postcode": "PL4 9AB", "account_number": "001000018",
        },
        "has saved and handed in forms, some with Bob's help",
    ),
    Resident(
        "ben", "Ben", "Okafor", "ben.okafor@example.org", "1989-09-02",
        {
            "title": "Mr", "mobile": "07700 900102", "address": "Flat 3, 2 Harbour Rise, Port Alder",
            "postcode": "PL4 9CD", "account_number": "001000026",
        },
        "uses the pages by himself",
    ),
    Resident(
        "cleo", "Cleo", "Marsh", "cleo.marsh@example.net", "1974-12-30",
        {
            "title": "Ms", "telephone": "01632 960103", "address": "The Old Lighthouse, Alder Point",
            "postcode": "PL5 1EF", "account_number": "001000034",
        },
        "was helped at the counter by Grace",
    ),
    Resident(
        "dev", "Dev", "Sandhu", "dev.sandhu@example.com", "2003-06-11",
        {
            "title": "Mr", "mobile": "07700 900104", "address": "81 Mill Lane, Port Alder",
            "postcode": "PL4 7GH", "account_number": "001000042",
        },
        "has an account and has not used it yet",
    ),
)  # fmt: skip
