"""J2 for articles: the actor's own groups decide, whoever is being helped (spec G5–G8)."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.models import StaffGrant
from alongside.history.models import Entry
from alongside.knowledge import queries
from alongside.knowledge.actions import publish, read
from alongside.knowledge.models import Article
from alongside.lib import clock
from alongside.people.models import Group, Person, Tenant
from tests.cast import helping, make_person

pytestmark = pytest.mark.django_db

SLUGS = ("absence", "rota", "bins")


@pytest.fixture
def secured(hal: Person, bob: Person) -> None:
    """An article for HR, one for Bob's own team, one for everybody."""
    kim = Acting.alone(make_person("Kim", "Knows", rights=["knowledge.publish"]))
    team = Group.objects.create(name="Contact centre", staff=True)
    team.members.add(bob, through_defaults={})
    groups: tuple[list[Group], ...] = ([Group.objects.get(name="HR")], [team], [])
    for slug, readers in zip(SLUGS, groups, strict=True):
        publish(kim, slug=slug, title=slug, body="Text", groups=readers)


def opens(acting: Acting | None, slug: str) -> bool:
    try:
        return read(acting, slug).slug == slug
    except (Refused, Article.DoesNotExist):
        return False


def opened(acting: Acting | None) -> dict[str, bool]:
    """Which articles open; and the list must say the same."""
    found = {slug: opens(acting, slug) for slug in SLUGS}
    listed = Article.objects.reachable_by(acting.actor if acting else None)
    assert {article.slug for article in listed} == {slug for slug in SLUGS if found[slug]}
    return found


def test_helping_opens_nothing_and_closes_nothing(secured: None, bob: Person, hal: Person) -> None:
    bobs = {"absence": False, "rota": True, "bins": True}
    assert opened(Acting.alone(bob)) == bobs
    assert opened(Acting.alone(hal)) == {"absence": True, "rota": False, "bins": True}

    at = clock.now()
    StaffGrant.objects.create(
        agent=bob, granted_by=hal, reason="Covers", valid_from=at, valid_until=at.replace(year=at.year + 1)
    )
    assert opened(helping(bob, hal)) == bobs


def test_whoever_is_not_signed_in_reads_what_is_secured_to_nobody(secured: None, tenant: Tenant) -> None:
    assert opened(None) == {"absence": False, "rota": False, "bins": True}


def test_a_refusal_is_recorded(secured: None, bob: Person) -> None:
    with pytest.raises(Refused):
        read(Acting.alone(bob), "absence")

    assert Entry.objects.filter(kind="assisting.refused", actor_ref=bob.ref).count() == 1


def test_the_shortcuts_of_a_page_come_in_their_own_order(secured: None, bob: Person) -> None:
    named = queries.named(bob, ["bins", "absence", "rota", "unknown"])

    assert [article.slug for article in named] == ["bins", "rota"]
    assert queries.named(bob, []) == []
