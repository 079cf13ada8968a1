"""Searching in the database: the same people, in the same order, on both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.lib import ids
from alongside.people import queries
from alongside.people.fields import STANDARD_FIELDS, Field, Value, values_of
from alongside.people.models import Person, ProfileField, SearchKey, Segment, SegmentMember, Tenant
from alongside.people.searching.keys import difference, keys_of
from alongside.people.tests.residents import keep, person, search

pytestmark = pytest.mark.django_db


def names(found: Iterable[queries.Found]) -> list[str]:
    return [one.name for one in found]


def test_a_person_is_found_with_the_reason(tenant: Tenant) -> None:
    ann = person(
        "Ann",
        "O'Brien",
        email="ann@example.com",
        date_of_birth=date(1980, 3, 12),
        profile={"postcode": "PL4 8AA"},
    )
    keep([ann, person("Ben", "Brown")])
    [found] = search(tenant, "obrien 12/3/1980")
    assert (found.id, found.ref, found.name) == (ann.pk, ann.ref, "Ann O'Brien")
    assert (found.reason, found.field) == ("Family name, Date of birth", "family_name")
    assert (found.email, found.date_of_birth, found.profile) == (
        "ann@example.com",
        date(1980, 3, 12),
        {"postcode": "PL4 8AA"},
    )


def test_whole_names_come_before_names_that_start_alike_and_family_names_first(tenant: Tenant) -> None:
    keep(
        person(*both)
        for both in [
            ("Marta", "Smithson"),
            ("Smith", "Young"),
            ("Zoe", "Smith"),
            ("Adam", "Smith"),
            ("Smithy", "Lee"),
        ]
    )
    assert names(search(tenant, "smith")) == [
        "Adam Smith",
        "Zoe Smith",
        "Smith Young",
        "Marta Smithson",
        "Smithy Lee",
    ]
    assert names(search(tenant, "smith z")) == ["Zoe Smith"]


def test_at_most_so_many_people_are_found_and_each_once(tenant: Tenant) -> None:
    keep(person("Ann", "Ann-Ann", email=f"ann.ann{number}@example.com") for number in range(30))
    assert len(search(tenant, "ann")) == 20
    assert len({one.id for one in search(tenant, "ann", limit=50)}) == 30


def test_terms_that_no_key_combines_are_compared(tenant: Tenant) -> None:
    keep(
        person(
            "Ann",
            f"Family{chr(97 + number % 26)}{number}",
            profile={
                "postcode": f"PL{number % 9 + 1} 8AA",
                "address": f"{number} Acacia Road, Town{number % 9}",
            },
        )
        for number in range(450)
    )
    found = search(tenant, "ann pl4", limit=100)
    assert len(found) == 50
    assert {one.profile["postcode"] for one in found} == {"PL4 8AA"}
    assert {one.reason for one in found} == {"Given name, Postcode"}
    found = search(tenant, "acacia town4", limit=100)
    assert len(found) == 50
    assert {one.reason for one in found} == {"Address"}


def test_people_of_a_place_are_found_beside_those_who_are_called_like_it(tenant: Tenant) -> None:
    keep(
        [
            person("Samuel", "Preston"),
            person("Ann", "Samuels", profile={"address": "1 High Street, Preston"}),
            person("Samuel", "Jones", profile={"address": "2 High Street, Preston"}),
        ]
    )
    assert names(search(tenant, "samuel preston")) == ["Samuel Preston", "Ann Samuels", "Samuel Jones"]


def test_words_that_are_only_begun_are_found_among_many_that_begin_alike(tenant: Tenant) -> None:
    keep(person(f"Dan{number}", f"Smith{number}") for number in range(300))
    keep([person("Daniela", "Smithers")])
    assert names(search(tenant, "daniel smith"))[0] == "Daniela Smithers"
    assert names(search(tenant, "smit daniela")) == ["Daniela Smithers"]


def test_a_stale_key_finds_nobody(tenant: Tenant) -> None:
    ann = person("Ann", "Brown")
    keep([ann])
    Person.objects.filter(pk=ann.pk).update(family_name="Green")
    assert search(tenant, "brown") == []
    before = keys_of(STANDARD_FIELDS, values_of(ann))
    ann.refresh_from_db()
    added, removed = difference(before, keys_of(STANDARD_FIELDS, values_of(ann)))
    SearchKey.objects.filter(person_id=ann.pk, key__in=removed).delete()
    SearchKey.objects.bulk_create(SearchKey(key=key, person_id=ann.pk) for key in added)
    assert names(search(tenant, "green")) == ["Ann Green"]


def test_a_field_is_found_when_it_is_searchable_and_not_before(tenant: Tenant) -> None:
    badge = ProfileField(name="badge", label="Blue badge", searchable=True)
    ann = person("Ann", "Brown", profile={"badge": "BB-1234"})
    fields = (*STANDARD_FIELDS, *queries.plain([badge]))
    keep([ann], fields)
    assert search(tenant, "bb1234") == []
    assert [one.reason for one in search(tenant, "bb1234", fields=fields)] == ["Blue badge"]
    assert names(search(tenant, "1234", fields=fields, only_field="badge")) == ["Ann Brown"]
    assert search(tenant, "ann", fields=fields, only_field="badge") == []


def test_a_field_private_to_another_segment_neither_finds_nor_is_shown(tenant: Tenant) -> None:
    mine = Segment.objects.get()
    other = Segment.objects.create(name="Housing")
    fields = (*STANDARD_FIELDS, Field("tenancy", "Tenancy", segment=other.pk))
    keep([person("Ann", "Brown", profile={"tenancy": "secure99", "title": "Ms"})], fields)
    assert search(tenant, "secure99", fields=fields, segments={mine.pk}) == []
    assert search(tenant, "brown secure99", fields=fields, segments={mine.pk}) == []
    [found] = search(tenant, "brown", fields=fields, segments={mine.pk})
    assert found.profile == {"title": "Ms"}
    [found] = search(tenant, "secure99", fields=fields, segments={mine.pk, other.pk})
    assert found.profile == {"tenancy": "secure99", "title": "Ms"}


def test_only_people_of_the_agents_segments_are_found_among_many_others(tenant: Tenant) -> None:
    other = Segment.objects.create(name="Housing")
    keep(person(f"A{number:03}", "Smith") for number in range(300))
    last = person("Zoe", "Smith")
    keep([last])
    SegmentMember.objects.filter(person=last).update(segment=other)
    assert names(search(tenant, "smith", segments={other.pk})) == ["Zoe Smith"]
    assert search(tenant, "smith", segments=set()) == []


def test_nobody_of_another_tenant_is_found(tenant: Tenant) -> None:
    keep([person("Ann", "Brown")])
    elsewhere = Tenant.objects.create(name="Elsewhere", domain=f"{ids.random_id().hex}.localhost")
    assert search(elsewhere, "brown") == []
    assert names(search(tenant, "brown")) == ["Ann Brown"]


def test_named_fields_are_combined(tenant: Tenant) -> None:
    home: dict[str, Value] = {"telephone": "01632 960123"}
    keep([person("Ann", "Brown", profile=home), person("Ben", "Brown", profile=home), person("Ann", "Green")])

    def combined(**values: str) -> list[str]:
        return names(queries.search_fields(tenant.pk, values, fields=STANDARD_FIELDS, segments=None))

    assert sorted(combined(telephone="+44 1632 960123")) == ["Ann Brown", "Ben Brown"]
    assert combined(telephone="01632 960123", given_name="ann") == ["Ann Brown"]
    assert combined(given_name="ann", family_name="green") == ["Ann Green"]
    assert combined(mobile="01632 960123") == []
    assert combined(shoe_size="44", given_name="ann") == []
    assert combined() == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "a",
        "%",
        "' OR 1=1 --",
        "\x00",
        "smith\x00",
        "\ud800",
        "x" * 10_000,
        "a b c d e f g h",
        "🙂🙂",
        "٠١",
    ],
)
def test_a_hostile_query_finds_nobody_and_raises_nothing(tenant: Tenant, query: str) -> None:
    keep([person("Ann", "Brown")])
    assert search(tenant, query) == []


@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(
            st.sampled_from(
                [
                    *("ann", "brwon", "pl4", "8aa", "01632", "960132", "12/3/1980", "@", "a.b@c.d", "%"),
                    *(
                        "_",
                        "'",
                        "telephone:",
                        '"',
                        "\u202e",
                        "\x00",
                        "\ud800",
                        "12",
                        "high",
                        "street",
                        "o'",
                        "*",
                        "\\",
                    ),
                ]
            ),
            max_size=200,
        ).map(" ".join),
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered_in_a_bounded_number_of_statements(tenant: Tenant, query: str) -> None:
    if not Person.objects.filter(given_name="Ann").exists():
        keep([person("Ann", "Brown", profile={"telephone": "01632 960123", "postcode": "PL4 8AA"})])
    with CaptureQueriesContext(connection) as said:
        search(tenant, query)
    assert len(said) <= 30


def test_ten_thousand_letters_and_two_hundred_words_cost_no_more(tenant: Tenant) -> None:
    keep([person("Ann", "Brown")])
    for query in ("x" * 10_000, "ann " * 200, "%_*?" * 500, "\u202eann\u202c" * 100, "ann\x07" * 200):
        with CaptureQueriesContext(connection) as said:
            search(tenant, query)
        assert len(said) <= 30


def test_a_field_is_asked_by_its_name_in_the_question(tenant: Tenant) -> None:
    keep(
        [
            person("Preston", "Young", profile={"telephone": "01632 960123"}),
            person("Ann", "Preston", profile={"postcode": "PL4 8AA"}),
            person("Ann", "Young", profile={"address": "1 High Street, Preston"}),
        ]
    )
    assert len(search(tenant, "preston")) == 3
    assert names(search(tenant, "family name: preston")) == ["Ann Preston"]
    assert names(search(tenant, "ann address:preston")) == ["Ann Young"]
    assert names(search(tenant, 'telephone:"960 123" preston')) == ["Preston Young"]
    assert names(search(tenant, "POSTCODE:pl4")) == ["Ann Preston"]
    assert search(tenant, "mobile: 960 123") == []
    assert search(tenant, "postcode:") == []


def test_names_of_other_scripts_are_found(tenant: Tenant) -> None:
    keep(
        person(*both)
        for both in [
            ("小明", "王"),
            ("Ελένη", "Παπαδοπούλου"),
            ("Сергей", "Иванов"),
            ("محمد", "الحسن"),
            ("Łukasz", "Żak"),
        ]
    )
    for query, name in [
        ("王小明", "小明 王"),
        ("王", "小明 王"),
        ("小明 王", "小明 王"),
        ("ΠΑΠΑΔΟΠΟΥΛΟΥ", "Ελένη Παπαδοπούλου"),
        ("иванов сер", "Сергей Иванов"),
        ("محمد", "محمد الحسن"),
        ("lukasz zak", "Łukasz Żak"),
    ]:
        assert names(search(tenant, query)) == [name]


def test_a_search_is_two_statements_when_its_first_answer_is_enough(tenant: Tenant) -> None:
    keep(person("Ann", "Smith") for _ in range(25))
    with CaptureQueriesContext(connection) as one:
        assert len(search(tenant, "ann smith")) == 20
    assert len(one) == 2


def test_the_people_who_are_proposed_are_looked_up_each_and_never_among_all_of_the_tenant(
    tenant: Tenant,
) -> None:
    """Not even three of them, of whom SQLite thinks that as many are soon found among all."""
    everyone = [person("Ann", f"Smith{letter}") for letter in "abcde"]
    keep(everyone)
    with CaptureQueriesContext(connection) as said:
        segments = set(Segment.objects.values_list("pk", flat=True))
        assert len(search(tenant, "ann smith", segments=segments)) == 5
    if connection.vendor == "sqlite":
        fetching = next(one["sql"] for one in said.captured_queries if "people_person" in one["sql"])
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + fetching)
            steps = [str(row[-1]) for row in cursor.fetchall()]
        assert [step for step in steps if "people_person" in step] == [
            "SEARCH people_person USING INDEX sqlite_autoindex_people_person_1 (id=?)"
        ]


def test_people_are_found_by_the_end_of_their_telephone_among_many_of_their_name(tenant: Tenant) -> None:
    others = [person("Ann", "Smith", profile={"telephone": f"01632 96{n:04}"}) for n in range(200)]
    ben = person("Ben", "Smith", profile={"mobile": "07700 904321"})
    keep([*others, ben])
    for query in ("4321 smith", "smith 4321", "ben smith 4321", "ben 4321"):
        assert names(search(tenant, query)) == ["Ben Smith"]


def test_an_address_in_full_comes_before_those_who_share_its_street(tenant: Tenant) -> None:
    street = [
        person("Ann", "Smith", profile={"address": f"{n} Victoria Street, Plymouth"}) for n in range(1, 150)
    ]
    keep(street)
    for query in ("66 Victoria Street", "66 victoria st, plymouth", "66 Victoria"):
        assert [one.profile["address"] for one in search(tenant, query)] == ["66 Victoria Street, Plymouth"]


def test_a_first_letter_that_is_missing_is_forgiven_and_a_name_that_was_only_heard(tenant: Tenant) -> None:
    keep(
        [
            person("Simon", "Jones", profile={"address": "1 High Street, Stoke-on-Trent"}),
            *(
                person(name, "Greenbridge")
                for name in ("Rosie", "Rosa", "Roy", "Rory", "Ross", "Rose", "Rod")
            ),
        ]
    )
    for query in ("imon jones", "simon ones", "jones stoke-on-tret"):
        assert names(search(tenant, query)) == ["Simon Jones"]
    assert "Rosie Greenbridge" in names(search(tenant, "rosy greenbridge"))


def test_whoever_was_born_on_a_day_is_found_beside_a_family_name_that_begins_like_theirs(
    tenant: Tenant,
) -> None:
    born = date(1967, 1, 1)
    keep([person("Gloria", "Williams", date_of_birth=born), person("William", "Young", date_of_birth=born)])
    assert sorted(names(search(tenant, "william 1/1/1967"))) == ["Gloria Williams", "William Young"]


def test_an_address_is_found_by_its_index_however_it_is_written(tenant: Tenant, vendor: str) -> None:
    keep(
        [
            ann := person("Ann", "Example", email="Ann@Example.com"),
            person("Ben", "Brown", email="b@example.com"),
        ]
    )
    many = 2000 if vendor == "postgres" else 2  # few would be read whole, by whichever index there is
    Person.objects.bulk_create(person("Cy", "Other", email=f"{number}@example.com") for number in range(many))
    rows = Person.objects.real().addressed("aNN@example.COM").filter(is_active=True)
    assert list(rows) == [ann]
    assert "people_by_email" in rows.explain()
