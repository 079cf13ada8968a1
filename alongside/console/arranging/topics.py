"""Topics: the tree of each segment, and one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.arranging.inputs import TopicInput
from alongside.desk import actions as desk
from alongside.desk import queries
from alongside.desk.actions.arranging import ARRANGE
from alongside.desk.models import Topic
from alongside.people.checking import Misfit
from alongside.people.http import Request


@staff(ARRANGE)
@require_safe
def topics(request: Request) -> HttpResponse:
    placed = queries.tree(queries.segments_of(request.acting))
    context = {"placed": placed, "skills": queries.skills_asked([one.topic for one in placed])}
    return render(request, "console/arranging/topics.html", context)


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    return _arrange(request, None)


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: Request, topic_id: int) -> HttpResponse:
    return _arrange(request, _own(request, topic_id))


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, topic_id: int) -> HttpResponse:
    """Asks, and then offers the topic no more."""
    found = _own(request, topic_id)
    if request.method == "POST":
        desk.delete_topic(request.acting, found)
        messages.success(request, f"{found.name} is offered no more. Its questions keep it.")
        return see_other("topics")
    return render(request, "console/arranging/topic_removal.html", {"topic": found})


def _own(request: Request, number: int) -> Topic:
    rows = Topic.objects.filter(pk=number, deleted_at=None).select_related("segment")
    own = queries.segments_of(request.acting)
    found = (rows if own is None else rows.filter(segment__in=own)).first()
    if found is None:
        raise Http404
    return found


def _arrange(request: Request, found: Topic | None) -> HttpResponse:
    acting = request.acting
    form = TopicInput(request.POST if request.method == "POST" else None, acting=acting, topic=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            kept = desk.arrange_topic(
                acting,
                form.segment,
                said["name"],
                topic=found,
                parent=form.parent,
                public=said["public"],
                skills=form.asked,
            )
        except Misfit as misfit:
            if "parent" in misfit.errors:
                misfit = Misfit({"place": misfit.errors["parent"]})
            form.refuse(misfit)
        else:
            messages.success(request, f"{kept.name} is kept.")
            return see_other("topics")
    context = {"form": form, "topic": found}
    return render(request, "console/arranging/topic.html", context, status=422 if form.errors else 200)
