"""Skills: which there are, and which agents have them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.arranging.inputs import AgentInput, SkillInput
from alongside.desk import actions as desk
from alongside.desk import queries
from alongside.desk.actions.arranging import ARRANGE, GIVE_SKILL
from alongside.desk.models import AgentSkill, Skill
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.people.models import Person


@staff(GIVE_SKILL)
@require_safe
def skills(request: Request) -> HttpResponse:
    return _page(request, SkillInput())


@staff(ARRANGE)
@require_POST
def new(request: Request) -> HttpResponse:
    form = SkillInput(request.POST)
    if form.is_valid():
        try:
            made = desk.create_skill(request.acting, form.cleaned_data["name"])
        except Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, f"{made.name} is a skill now: topics can take it, and agents have it.")
            return see_other("skills")
    return _page(request, form, status=422)


@staff(GIVE_SKILL)
@require_http_methods(["GET", "HEAD", "POST"])
def agent(request: Request, person: int) -> HttpResponse:
    """What one agent can: all of it at once."""
    acting = request.acting
    found = next((one for one in _agents(acting) if one.pk == person), None)
    if found is None:
        raise Http404
    held = set(AgentSkill.objects.filter(agent=found).values_list("skill", flat=True))
    form = AgentInput(request.POST if request.method == "POST" else None, held=held)
    if request.method == "POST" and form.is_valid():
        chosen = {form.known[key] for key in form.cleaned_data["skills"]}
        for skill in form.known.values():
            if skill in chosen and skill.pk not in held:
                desk.give_skill(acting, found, skill)
            elif skill not in chosen and skill.pk in held:
                desk.take_skill(acting, found, skill)
        messages.success(request, f"The skills of {found.name} are kept.")
        return see_other("skills")
    context = {"form": form, "agent": found}
    return render(request, "console/arranging/agent.html", context, status=422 if form.errors else 200)


def _agents(acting: Acting) -> list[Person]:
    """Who works on questions of one's segments."""
    return queries.workers(queries.segments_of(acting))


def _page(request: Request, form: SkillInput, *, status: int = 200) -> HttpResponse:
    agents = _agents(request.acting)
    held: dict[int, list[str]] = {}
    for agent_id, name in AgentSkill.objects.filter(agent__in=agents).values_list("agent", "skill__name"):
        held.setdefault(agent_id, []).append(name)
    context = {
        "form": form,
        "skills": list(Skill.objects.order_by("name")),
        "agents": [(one, sorted(held.get(one.pk, []))) for one in agents],
        "arranges": bool(request.acting.may(ARRANGE)),
    }
    return render(request, "console/arranging/skills.html", context, status=status)
