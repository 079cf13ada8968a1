"""Stock answers of one's segments."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.arranging.inputs import StockInput
from alongside.desk import actions as desk
from alongside.desk import queries
from alongside.desk.actions.arranging import ARRANGE
from alongside.desk.models import StockAnswer
from alongside.desk.placeholders import MEANINGS
from alongside.people.checking import Misfit
from alongside.people.http import Request


@staff(ARRANGE)
@require_safe
def stock_answers(request: Request) -> HttpResponse:
    rows = queries.stock_answers(queries.segments_of(request.acting))
    return render(request, "console/arranging/stock_answers.html", {"rows": rows})


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    return _keep(request, None)


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stock_answer(request: Request, stock_id: int) -> HttpResponse:
    return _keep(request, _own(request, stock_id))


@staff(ARRANGE)
@require_POST
def remove(request: Request, stock_id: int) -> HttpResponse:
    found = _own(request, stock_id)
    desk.remove_stock_answer(request.acting, found)
    messages.success(request, f"{found.name} is removed.")
    return see_other("stock_answers")


def _own(request: Request, number: int) -> StockAnswer:
    found = next(
        (one for one in queries.stock_answers(queries.segments_of(request.acting)) if one.pk == number), None
    )
    if found is None:
        raise Http404
    return found


def _keep(request: Request, found: StockAnswer | None) -> HttpResponse:
    form = StockInput(request.POST if request.method == "POST" else None, acting=request.acting, stock=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            kept = desk.keep_stock_answer(
                request.acting, form.segments[said["segment"]], said["name"], said["text"], stock=found
            )
        except Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, f"{kept.name} is kept.")
            return see_other("stock_answers")
    context = {"form": form, "stock": found, "meanings": MEANINGS}
    return render(request, "console/arranging/stock_answer.html", context, status=422 if form.errors else 200)
