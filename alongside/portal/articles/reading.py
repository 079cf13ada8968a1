"""What somebody who is signed in says of an article, for themselves or for whom they help."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.acting import Acting
from alongside.assisting.authority import signed_in
from alongside.knowledge import actions as knowledge
from alongside.knowledge.actions.readers import LONGEST
from alongside.knowledge.models import Article, ArticleRating, ArticleSubscription
from alongside.lib.addresses import inside
from alongside.lib.markdown import to_html
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.carried import acts


class RatingForm(forms.Form):
    use_required_attribute = False

    helpful = forms.ChoiceField(
        label="Did this help?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it helped.", "invalid_choice": "Say whether it helped."},
    )
    remark = forms.CharField(
        label="What is missing or wrong?",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only those who write our articles read this. Nobody answers it.",
    )


@signed_in
@require_http_methods(["POST"])
def rating(request: Request, slug: str) -> HttpResponse:
    found = _read(request, slug)
    form = RatingForm(request.POST)
    if form.is_valid() and acts(request):
        said = form.cleaned_data
        knowledge.rate(request.acting, found, helpful=said["helpful"] == "yes", remark=said["remark"])
        messages.success(request, "Thank you. That helps us to write better.")
        return see(inside("portal:article", slug))
    context = {"article": found, "body": to_html(found.body), "form": form}
    return render(
        request,
        "portal/articles/article.html",
        context | what_was_said(request.acting, found),
        status=422 if form.errors else 200,
    )


@signed_in
@require_POST
def subscription(request: Request, slug: str) -> HttpResponse:
    """Begin or end being told when an article changes."""
    found = _read(request, slug)
    if request.POST.get("wanted") == "yes":
        knowledge.subscribe(request.acting, found)
        messages.success(request, "We write an e-mail when this article changes.")
    else:
        knowledge.unsubscribe(request.acting, found)
        messages.success(request, "No e-mail is written about this article any more.")
    return see(inside("portal:article", slug))


def what_was_said(acting: Acting | None, article: Article) -> dict[str, object]:
    """What the person a page is for has said of an article before."""
    if acting is None:
        return {"acting_for": None}
    person = acting.person.id
    return {
        "acting_for": acting.person,
        "rated": ArticleRating.objects.filter(article=article, person=person).first(),
        "subscribed": ArticleSubscription.objects.filter(article=article, person=person).exists(),
    }


def _read(request: Request, slug: str) -> Article:
    try:
        return knowledge.read(request.acting, slug)
    except Article.DoesNotExist:
        raise Http404 from None
