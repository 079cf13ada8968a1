"""Agents, roles, groups and segments: who may do what to whom (spec 2.2, J18), and that it takes."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.assisting.models import Assistance, StaffGrant
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Group, Person, Role, Segment, SignIn, Tenant
from tests.cast import helping, make_person, sign_in
from tests.council import queries_of

pytestmark = pytest.mark.django_db

# By rank; each may only give roles below their own, and the Superuser their own, too.
RANKS = ("CSR", "QA CSR", "QA Manager", "CSR Manager", "Administrator", "Superuser")
MAKES = {
    "CSR": set(),
    "QA CSR": set(),
    "QA Manager": {"CSR", "QA CSR", "CSR Manager"},  # who may do all of it but see proposals
    "CSR Manager": {"CSR", "QA CSR"},
    "Administrator": {"CSR", "QA CSR", "QA Manager", "CSR Manager"},
    "Superuser": set(RANKS),
}
OPENS_AGENTS = {"QA Manager", "CSR Manager", "Administrator", "Superuser"}
OPENS_ROLES = {"Administrator", "Superuser"}


def holding(name: str, given_name: str = "") -> Person:
    """Somebody with this standard role."""
    made = make_person(given_name or name.replace(" ", ""), "Colleague")
    Role.objects.get(name=name).holdings.create(person=made)
    return made


def kinds(number: int) -> list[str]:
    """The last entries, the oldest first."""
    return [one.kind for one in Entry.objects.newest_first()[:number]][::-1]


def test_each_rank_opens_what_is_theirs_and_makes_those_below(tenant: Tenant) -> None:
    for rank in RANKS:
        client = sign_in(tenant, holding(rank))
        opened = {
            page: client.get(f"/console/{page}/").status_code == 200
            for page in ("agents", "roles", "groups", "segments")
        }
        administers = rank in OPENS_ROLES
        assert opened == {
            "agents": rank in OPENS_AGENTS,
            "roles": administers,
            "groups": administers,
            "segments": administers,
        }
        made = set()
        for number, role in enumerate(RANKS):
            said = {
                "given_name": "New",
                "family_name": "Agent",
                "username": f"{rank}{number}".replace(" ", ""),
            }
            said |= {"email": "new@example.com", "role": str(Role.objects.get(name=role).pk)}
            answer = client.post("/console/agents/new/", said)
            if answer.status_code == 303:
                made.add(role)
        assert made == MAKES[rank], rank


def test_a_new_agent_holds_the_role_and_chooses_a_password(tenant: Tenant) -> None:
    client = sign_in(tenant, holding("Superuser"))
    role = Role.objects.get(name="CSR")
    said = {"given_name": "Nia", "family_name": "New", "username": "nia", "email": "nia@example.com"}

    missing = client.post("/console/agents/new/", said | {"email": "", "username": ""})
    assert missing.status_code == 422
    assert "Give them a user name." in missing.content.decode()
    taken = client.post("/console/agents/new/", said | {"username": "superuser", "role": role.pk})
    assert (taken.status_code, 'value="nia@example.com"' in taken.content.decode()) == (422, True)
    client.post("/console/agents/new/", said | {"role": role.pk})

    nia = Person.objects.get(username="nia")
    assert (nia.is_agent, nia.recovers_by_email(clock.now())) == (True, True)
    assert kinds(2) == ["people.registered", "people.role_given"]
    assert "Nia New" in client.get("/console/agents/").content.decode()


def test_what_an_agent_holds_and_belongs_to_is_said_at_once(tenant: Tenant) -> None:
    boss = holding("Superuser")
    bea = holding("CSR", "Bea")
    team = Group.objects.create(name="Waste", staff=True)
    south = people.create_segment(Acting.alone(boss), "South")
    first = Segment.objects.exclude(pk=south.pk).get()
    client = sign_in(tenant, boss)
    at = f"/console/agents/{bea.pk}/"
    assert client.get(at).status_code == 200

    manager = Role.objects.get(name="QA Manager")
    said = {"roles": [manager.pk], "groups": [team.pk], "segments": [first.pk, south.pk]}
    assert client.post(at, said).status_code == 303
    bea = Person.objects.get(pk=bea.pk)
    assert bea.standing.rights == frozenset(manager.rights)
    assert (bea.standing.groups, bea.standing.segments) == ({team.pk}, {first.pk, south.pk})
    assert set(kinds(4)) == {
        "people.role_given",
        "people.role_taken",
        "people.group_joined",
        "people.segment_joined",
    }

    none = client.post(at, {"roles": [], "groups": [], "segments": []})
    assert none.status_code == 422
    assert "Everybody belongs to one segment at least." in none.content.decode()
    assert Person.objects.get(pk=bea.pk).standing.groups == {team.pk}

    assert client.post(at, {"roles": [], "groups": [], "segments": [first.pk]}).status_code == 303
    bare = Person.objects.get(pk=bea.pk).standing
    assert (bare.rights, bare.groups, bare.segments) == (frozenset(), frozenset(), {first.pk})
    assert set(kinds(3)) == {"people.role_taken", "people.group_left", "people.segment_left"}


def test_nobody_changes_those_who_hold_as_much_as_they_do(tenant: Tenant) -> None:
    adam, olive, boss = (
        holding("Administrator", "Adam"),
        holding("Administrator", "Olive"),
        holding("Superuser"),
    )
    client = sign_in(tenant, adam)
    for other in (olive, boss):
        page = client.get(f"/console/agents/{other.pk}/").content.decode()
        assert ("only somebody above both of you" in page, "Close the account" in page) == (True, False)
        client.post(f"/console/agents/{other.pk}/", {"roles": [], "groups": [], "segments": []})
        for deed in ("sign-ins", "closing"):
            answer = client.post(f"/console/agents/{other.pk}/{deed}/", {"reason": "I said so"})
            assert answer.status_code == 404
    for other, role in ((olive, "Administrator"), (boss, "Superuser")):
        assert Person.objects.get(pk=other.pk).standing.rights == frozenset(roles.STANDARD[role])
    assert client.post(f"/console/agents/{adam.pk}/closing/", {"reason": "Tired"}).status_code == 404
    stranger = make_person("Una", "Elsewhere")
    stranger.segmentmember_set.all().delete()
    assert client.get(f"/console/agents/{stranger.pk}/").status_code == 404


def test_somebody_is_signed_out_closed_and_opened_again(tenant: Tenant, ann: Person) -> None:
    boss, bea = holding("Superuser"), holding("CSR", "Bea")
    theirs, client = sign_in(tenant, bea), sign_in(tenant, boss)
    helping(bea, ann)
    at = f"/console/agents/{bea.pk}/"

    assert client.post(f"{at}sign-ins/").status_code == 303
    assert (SignIn.objects.filter(person_id=bea.pk).count(), Assistance.objects.open().count()) == (0, 0)
    assert theirs.get("/console/").status_code == 302
    assert kinds(1) == ["people.sign_ins_ended"]

    assert client.post(f"{at}closing/", {"reason": " "}).status_code == 422
    assert client.post(f"{at}closing/", {"reason": "Left the council"}).status_code == 303
    login = {"login": "bea", "password": "correct horse battery"}
    theirs = Client(headers={"host": tenant.domain})
    theirs.post("/accounts/login/", login)
    assert theirs.get("/console/").status_code == 302
    assert "Account closed" in client.get(at).content.decode()

    assert client.post(f"{at}opening/", {"reason": "Came back"}).status_code == 303
    assert theirs.post("/accounts/login/", login).headers["Location"] == "/console/"
    assert [one for one in kinds(9) if "account" in one] == ["people.account_closed", "people.account_opened"]


def test_leave_to_help_staff_is_given_until_a_day_and_ended(tenant: Tenant) -> None:
    boss, bea = holding("Superuser"), holding("CSR", "Bea")
    client = sign_in(tenant, boss)
    at = f"/console/agents/{bea.pk}/grants/"

    assert client.post(at, {"reason": "", "days": "900"}).status_code == 422
    assert client.post(at, {"reason": "The desk that colleagues ring", "days": "30"}).status_code == 303
    assert StaffGrant.objects.valid(bea.pk, clock.now()).count() == 1
    assert client.post(at, {"end": "yes"}).status_code == 303
    assert StaffGrant.objects.valid(bea.pk, clock.now()).count() == 0
    assert kinds(2) == ["assisting.granted", "assisting.grant_ended"]


def test_roles_of_the_house_are_made_changed_and_removed(tenant: Tenant) -> None:
    adam = holding("Administrator", "Adam")
    client = sign_in(tenant, adam)
    rights = ["console.enter", "people.search"]

    copied = client.get(f"/console/roles/new/?like={Role.objects.get(name='CSR').pk}")
    assert 'value="CSR (copy)"' in copied.content.decode()
    assert client.post("/console/roles/new/", {"name": "csr", "rights": rights}).status_code == 422
    assert (
        client.post("/console/roles/new/", {"name": "Reader", "rights": ["history.change_keys"]}).status_code
        == 422
    )
    assert client.post("/console/roles/new/", {"name": "Reader", "rights": rights}).status_code == 303
    reader = Role.objects.get(name="Reader")
    at = f"/console/roles/{reader.pk}/"
    assert client.post(at, {"name": "Finder", "rights": ["people.search"]}).status_code == 303
    [changed] = Entry.objects.of_kinds("people.role_changed")
    said = changed.open().data
    assert said == {"added": [], "removed": ["console.enter"], "role": "Finder", "was": "Reader"}

    reader.holdings.create(person=adam)
    assert client.post(f"{at}removal/").status_code == 303
    assert Role.objects.filter(pk=reader.pk).exists()
    reader.holdings.all().delete()
    assert client.post(f"{at}removal/").status_code == 303
    assert not Role.objects.filter(pk=reader.pk).exists()
    assert kinds(1) == ["people.role_dropped"]


def test_the_standard_roles_are_for_the_superuser_and_the_system_s_for_nobody(tenant: Tenant) -> None:
    adam, boss = (sign_in(tenant, holding(name)) for name in ("Administrator", "Superuser"))
    csr, system = Role.objects.get(name="CSR"), Role.objects.get(name="System")
    at, fewer = f"/console/roles/{csr.pk}/", {"name": "CSR", "rights": ["console.enter"]}

    assert "the Superuser changes it" in adam.get(at).content.decode()
    assert adam.post(at, fewer).status_code == 404
    assert boss.post(at, fewer | {"name": "Clerk"}).status_code == 422
    assert boss.post(at, fewer).status_code == 303
    assert Role.objects.get(pk=csr.pk).rights == ["console.enter"]
    assert boss.get(f"/console/roles/{system.pk}/").status_code == 404


def test_nobody_adds_or_removes_a_right_they_lack(tenant: Tenant) -> None:
    adam = Acting.alone(holding("Administrator", "Adam"))
    beyond = Role.objects.create(name="Keys", rights=["console.enter", "history.change_keys"])
    with pytest.raises(Refused):
        people.change_role(adam, beyond, "Keys", ["console.enter"])
    people.change_role(adam, beyond, "Keys", ["history.change_keys"])
    with pytest.raises(Refused):
        people.change_role(adam, beyond, "Keys", ["history.change_keys", "people.appoint"])


def test_the_last_who_can_appoint_keeps_that(tenant: Tenant) -> None:
    boss, second = holding("Superuser", "Susan"), holding("Superuser", "Sam")
    role, acting = Role.objects.get(name="Superuser"), Acting.alone(boss)
    people.take_role(acting, role, second)
    with pytest.raises(people.Misfit, match="Nobody else"):
        people.take_role(acting, role, boss)
    assert Person.objects.get(pk=boss.pk).standing.rights == frozenset(role.rights)


def test_who_leaves_a_group_loses_its_roles_at_once(tenant: Tenant, ann: Person) -> None:
    boss, bea = holding("Superuser"), make_person("Bea", "Helper", email="bea@example.com")
    client, theirs = sign_in(tenant, boss), sign_in(tenant, bea)
    assert client.post("/console/groups/new/", {"name": "Waste", "staff": "on"}).status_code == 303
    team = Group.objects.get(name="Waste")
    at = f"/console/groups/{team.pk}/"
    role = Role.objects.get(name="CSR")
    assert client.post(at, {"name": "Waste team", "staff": "on", "roles": [role.pk]}).status_code == 303

    assert client.post(f"{at}members/", {"who": "nobody"}).status_code == 422
    assert client.post(f"{at}members/", {"who": "bea@example.com"}).status_code == 303
    assert theirs.get("/console/").status_code == 200
    assert "Bea Helper" in client.get(at).content.decode()
    assert client.post(f"{at}members/{bea.pk}/removal/").status_code == 303
    assert theirs.get("/console/").status_code == 404
    assert client.post(at, {"name": "Waste team", "roles": []}).status_code == 303
    assert kinds(2) == ["people.group_changed", "people.group_role_taken"]
    assert client.post(at, {"name": " "}).status_code == 422


def test_segments_are_made_and_renamed(tenant: Tenant) -> None:
    boss, adam = holding("Superuser"), holding("Administrator", "Adam")
    client = sign_in(tenant, boss)
    assert client.post("/console/segments/new/", {"name": "residents"}).status_code == 422
    assert client.post("/console/segments/new/", {"name": "South"}).status_code == 303
    south, first = Segment.objects.get(name="South"), Segment.objects.get(name="Residents")
    theirs = sign_in(tenant, adam)
    assert theirs.post("/console/segments/new/", {"name": "West"}).status_code == 404
    assert theirs.post(f"/console/segments/{south.pk}/", {"name": "East"}).status_code == 404
    assert theirs.post(f"/console/segments/{first.pk}/", {"name": ""}).status_code == 422
    assert theirs.post(f"/console/segments/{first.pk}/", {"name": "Everybody"}).status_code == 303
    assert kinds(1) == ["people.segment_renamed"]


def test_nobody_is_helped_whose_account_is_closed(tenant: Tenant, ann: Person) -> None:
    boss, bob = holding("Superuser"), holding("CSR", "Bob")
    people.close_account(Acting.alone(boss), ann, reason="She asked for it")
    with pytest.raises(Refused):
        assisting.start(Acting.alone(bob), ann)


def test_a_list_of_agents_takes_as_many_queries_for_three_as_for_one(tenant: Tenant) -> None:
    client = sign_in(tenant, holding("Superuser"))
    one = queries_of(client, "/console/agents/")
    for name in ("Bea", "Cal"):
        holding("CSR", name)
    assert queries_of(client, "/console/agents/") == one
