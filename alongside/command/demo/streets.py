"""A month of street care: cases that residents raise with an agent's help, each as far as it may have come.

Most are done in time, some take longer than they should, and a few lie there; so that pictures and the
board tell something.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType, ChoiceKind, Phase
from alongside.people.models import Person

if TYPE_CHECKING:
    from alongside.command.demo.past import Story

ABOUT = {
    "pothole": (
        "A hole before the school",
        "A sunk kerb",
        "A hole at the crossing",
        "Loose stones",
        "A ridge",
    ),
    "street-light": ("The lamp flickers", "The lamp is dark", "A lamp post leans", "The lamp shines all day"),
}
WORKERS = ("bob", "grace")
STREETS = (
    "Quay Street",
    "Mill Lane",
    "Harbour Rise",
    "Alder Road",
    "Station Road",
    "Ferry Walk",
    "Park View",
)


def on(story: Story, residents: list[Person]) -> None:
    """What a day brings: one or two new cases, work on those there are, and a look at the targets."""
    draw: Random = story.draw
    types = {type.slug: type for type in CaseType.objects.whole()}
    for slug in draw.sample(sorted(ABOUT), draw.choice((1, 2))):
        agent, owner = story.everybody.staff["cara"], draw.choice(residents)
        acting = story.help(agent, owner)
        with story.then(minutes=3):
            title = f"{draw.choice(ABOUT[slug])}, {draw.choice(STREETS)}"
            subtype = draw.choice(types[slug].offered(ChoiceKind.SUBTYPE))
            cases.raise_case(acting, types[slug], title=title, subtype=subtype)
        story.stop(acting)
    for case in list(Case.objects.open().for_a_page().order_by("raised_at")):
        if draw.random() < 0.45:
            with story.then(minutes=4):
                _work_on(story, case, draw)
    with story.then(minutes=1):
        cases.keep_targets(lambda: Acting.alone(story.everybody.setup))


def _work_on(story: Story, case: Case, draw: Random) -> None:
    """The next step of a case: somebody takes it, it goes from stage to stage, and is closed."""
    if case.assignee_id is None:
        cases.claim(Acting.alone(story.everybody.staff[draw.choice(WORKERS)]), case)
        return
    worker = Acting.alone(Person.objects.get(pk=case.assignee_id))
    stages = case.type.offered(ChoiceKind.STAGE)
    place = next((number for number, one in enumerate(stages) if one.pk == case.stage_id), -1)
    if place + 1 < len(stages) and not (case.status.phase == Phase.ESCALATED and draw.random() < 0.5):
        cases.change_stage(worker, case, stages[place + 1])
        return
    cases.close(worker, case, draw.choice(case.type.offered(ChoiceKind.REASON)[:2]))
    if draw.random() < 0.7:
        owner = Person.objects.get(pk=case.owner_id)
        cases.rate(Acting.alone(owner), case, draw.choice((5, 5, 4, 4, 4, 3, 2)))
