from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from alongside.assisting.acting import Acting, Refused
from alongside.knowledge import actions
from alongside.knowledge.models import Article
from alongside.people.models import Group, Membership, Person, Tenant
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(tenant: Tenant) -> Person:
    return make_person("Edda", "Editor", rights=["knowledge.publish"])


def test_an_article_is_put_up_and_then_replaced(editor: Person) -> None:
    actions.publish(Acting.alone(editor), slug="bins", title="Bins", body="Old")
    actions.publish(Acting.alone(editor), slug="bins", title="Bins", body="New")

    assert [article.body for article in Article.objects.all()] == ["New"]


def test_not_everybody_publishes(ann: Person) -> None:
    with pytest.raises(Refused):
        actions.publish(Acting.alone(ann), slug="bins", title="Bins", body="Mine")


def test_helping_opens_and_closes_no_article(
    tenant: Tenant, editor: Person, bob: Person, ann: Person
) -> None:
    """G6, G7: what is secured to the person stays closed, what the agent reaches stays open."""
    staff, families = Group.objects.create(name="Staff"), Group.objects.create(name="Families")
    Membership.objects.create(group=staff, person=bob)
    Membership.objects.create(group=families, person=ann)
    for slug, group in (("rota", staff), ("nursery", families)):
        actions.publish(Acting.alone(editor), slug=slug, title=slug.title(), body="x", groups=[group])
    client = sign_in(tenant, bob)

    def seen(mount: str) -> dict[str, int]:
        return {slug: client.get(f"{mount}articles/{slug}/").status_code for slug in ("rota", "nursery")}

    alone = seen("/")
    mount = client.post(reverse("console:assistances"), {"person": ann.pk})["Location"]

    assert alone == seen(mount) == {"rota": 200, "nursery": 404}
    assert "Nursery" not in client.get(f"{mount}articles/").content.decode()


def test_somebody_not_signed_in_is_asked_to(tenant: Tenant) -> None:
    assert Client(headers={"host": tenant.domain}).get("/articles/").status_code == 302
