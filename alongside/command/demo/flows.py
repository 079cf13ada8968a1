"""The demonstration's processes: put into use, with a few that began today."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.command.demo.house import Everybody
from alongside.forms import actions as forms
from alongside.forms.answers import Typed
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Group
from alongside.workflow import examples
from alongside.workflow.models import Definition

# Who does the tasks of which group, by user name.
MEMBERS = {
    "Waste": ("bob", "cara"),
    "Blue badges": ("grace", "mona"),
    "Council tax": ("bob", "grace"),
    "Electoral services": ("cara",),
    "Parking": ("bob",),
}


def put_up(everybody: Everybody) -> None:
    """Put the worked examples into use, unless they are there: all of it, or nothing."""
    if Definition.objects.exists():
        return
    with transaction.atomic():
        acting = Acting.alone(everybody.setup)
        groups = {group.name: group for group in Group.objects.all()}
        for name, members in MEMBERS.items():
            if name not in groups:
                groups[name] = people.create_group(acting, name, staff=True)
                for member in members:
                    people.add_to_group(acting, everybody.staff[member], groups[name])
        for example in examples.NAMES:
            examples.put_up(acting, example, groups)
        begin(everybody)


def begin(everybody: Everybody) -> None:
    """What two residents asked for this morning, so that there is something to do."""
    today = timezone.localdate(clock.now())
    ann, cleo = (Acting.alone(everybody.residents[name]) for name in ("ann", "cleo"))
    bin_: dict[str, Typed] = {
        "bins": ["garden"],
        "day": f"{today - timedelta(days=1):%d/%m/%Y}",
        "place": "14 Quay Street, PL4 9AB",
        "out_by_six": "yes",
    }
    report = forms.begin(ann, forms.open_form(ann, "missed-bin"), bin_)
    forms.submit(ann, report)
    address = {
        "line1": "3 Quay Street",
        "line2": "",
        "town": "Port Alder",
        "county": "",
        "postcode": "PL4 9AB",
    }
    moving = forms.open_form(cleo, "change-of-address")
    move = forms.begin(cleo, moving, {"new_address": address, "moves_on": f"{today:%d/%m/%Y}"})
    forms.save(cleo, move, 2, {"services": ["council_tax", "electoral", "library"]})
    forms.submit(cleo, move)
