"""Opening articles that may be secured."""

from __future__ import annotations

from alongside.assisting.acting import Acting, Refused, record_refusal
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.knowledge.models import Article

READ = Power("knowledge.read", Kind.CONTENT)


def read(acting: Acting | None, slug: str) -> Article:
    """An article, for whoever is signed in or for nobody in particular. Nothing is written, but for a
    refusal.

    Raises `Article.DoesNotExist`, also for one that is retired, and `Refused` where it is secured to groups
    that the actor does not belong to: helping somebody who does changes nothing (spec G5–G8, I2).
    """
    if acting is None:
        return Article.objects.reachable_by(None).get(slug=slug)
    article: Article = Article.objects.filter(retired_at__isnull=True).get(slug=slug)
    verdict = acting.may(READ, about=article)
    if not verdict:
        refusal = Refused(acting, READ, verdict, None)
        record_refusal(refusal)
        raise refusal
    return article
