"""Telling those who subscribed that an article changed (spec I41)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.jobs.works import Step
from alongside.knowledge.models import Article, ArticleSubscription
from alongside.people.models import Tenant

TELLING = "knowledge.tell_readers"
TELL = Power(TELLING, Kind.STAFF, right="knowledge.publish")
AT_ONCE = 50  # readers written to in a step

TEXT = """\
{title} was changed. You read it at {address}

You asked to be told. On the same page you can say that you want to be told no more.
"""

log = logging.getLogger(__name__)


class ReadersTold(
    Event,
    kind="knowledge.readers_told",
    title="Readers Told",
    sentence="{actor} had {readers} people told that the article {article_title} was changed",
    private=True,
):
    article: str
    article_title: str
    version: int
    readers: int


def tell_readers(acting: Acting, article: Article) -> None:
    """Write to whoever subscribed, in the background. Called within the deed that changes the article."""
    jobs.ask(acting, TELLING, payload={"article": article.pk, "version": article.version}, awaited=False)


def tell_some(acting: Acting, job: Job) -> Step:
    """The next fifty. A mail leaves when its step is kept: after a kill, one is missing rather than sent
    twice."""
    article = Article.objects.filter(pk=job.payload["article"], retired_at__isnull=True).first()
    if article is None:
        return Step({}, finished=True, result={"readers": 0})
    after, told = job.cursor.get("after", 0), job.done
    some = _subscribed(article, after)
    readers = [email for _, email in some if email]
    transaction.on_commit(partial(_send, _message(acting, article), readers))
    told += len(readers)
    if len(some) == AT_ONCE:
        return Step({"after": some[-1][0]}, done=told)
    with acting.doing(TELL) as deed:
        event = ReadersTold(
            article=article.slug, article_title=article.title, version=job.payload["version"], readers=told
        )
        deed.record(event, about=article)
    return Step({}, done=told, total=told, finished=True, result={"readers": told})


def _subscribed(article: Article, after: int) -> Sequence[tuple[int, str | None]]:
    """Numbers and addresses of those who subscribed and still reach it."""
    subscriptions = ArticleSubscription.objects.filter(article=article, pk__gt=after, person__is_active=True)
    if groups := article.secured_to():
        subscriptions = subscriptions.filter(person__groups__in=groups).distinct()
    return list(subscriptions.order_by("pk").values_list("pk", "person__email")[:AT_ONCE])


def _message(acting: Acting, article: Article) -> tuple[str, str]:
    domain = Tenant.objects.get(pk=acting.tenant_id).domain
    text = TEXT.format(title=article.title, address=f"{domain}/articles/{article.slug}/")
    return f"Changed: {article.title}", text


def _send(message: tuple[str, str], readers: Sequence[str]) -> None:
    """One mail each, so that nobody learns who else reads it."""
    for reader in readers:
        try:
            EmailMessage(*message, to=[reader], headers={"Auto-Submitted": "auto-generated"}).send()
        except (OSError, SMTPException) as problem:
            log.error("a reader was not told of an article: %s", problem)
