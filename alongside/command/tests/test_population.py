import re
from collections import Counter
from datetime import date
from itertools import islice

from alongside.command.plausible.places import towns
from alongside.command.population import TODAY, account_number, people
from alongside.people import folding
from alongside.people.fields import STANDARD_FIELDS

# https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
RESERVED = re.compile(
    r"01(13|14|15|16|17|18|21|31|41|51|61) 496 0\d{3}|0191 498 0\d{3}|020 7946 0\d{3}|028 9649 6\d{3}"
    r"|029 2018 0\d{3}|01632 960\d{3}|03069 990\d{3}|07700 900\d{3}"
)


def test_the_same_seed_gives_the_same_people_and_more_are_the_same_and_more() -> None:
    assert list(people(500, seed=7)) == list(islice(people(5_000, seed=7), 500))
    assert list(people(500, seed=7)) != list(people(500, seed=8))


def test_every_number_can_be_rung_by_nobody() -> None:
    numbers = [
        person.profile[field]
        for person in people(3_000, everybody_has_numbers=True)
        for field in ("telephone", "mobile")
        if field in person.profile
    ]
    assert [number for number in numbers if not RESERVED.fullmatch(number)] == []
    assert len(numbers) > 2_500


def test_every_town_has_a_reserved_range() -> None:
    ranges = {reserved for town in towns() for reserved in town.reserved}
    assert [prefix for prefix in ranges if not RESERVED.fullmatch(prefix + "000")] == []
    assert len(ranges) == 17


def test_addresses_mail_and_postcodes_look_real_and_are_not() -> None:
    for person in people(2_000):
        assert folding.outward(folding.postcode(person.profile["postcode"])) is not None
        assert re.fullmatch(r"(Flat \d+, )?\d+ [\w' ]+, [\w' -]+", person.profile["address"])
        if person.email is not None:
            assert re.fullmatch(r"[^@\s]+@example\.(com|org|net)", person.email)


def test_a_profile_holds_standard_fields_only() -> None:
    named = {name for person in people(2_000) for name in person.profile}
    columns = {"given_name", "family_name", "date_of_birth", "email"}
    assert named == {field.name for field in STANDARD_FIELDS} - columns


def test_account_numbers_are_unique_and_end_in_their_check_digit() -> None:
    numbers = [account_number(serial, seed=3) for serial in range(20_000)]
    assert len(set(numbers)) == 20_000
    assert [number for number in numbers if not _passes_luhn(number)] == []
    assert {len(number) for number in numbers} == {9}


def _passes_luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(sum(divmod(digit, 10)) for digit in doubled) % 10 == 0


def test_people_are_sixteen_to_a_hundred_and_of_every_age_between() -> None:
    ages = Counter((TODAY - person.date_of_birth).days // 3653 for person in people(5_000))
    assert min(ages) == 1
    assert max(ages) <= 10
    assert [decade for decade in range(2, 8) if not 0.06 < ages[decade] / 5_000 < 0.25] == []


def test_names_follow_the_year_of_birth() -> None:
    made = list(people(20_000))
    old = Counter(person.given_name for person in made if person.date_of_birth < date(1946, 1, 1))
    young = Counter(person.given_name for person in made if person.date_of_birth > date(1993, 1, 1))
    assert old["Margaret"] > 10 * max(1, young["Margaret"])
    assert young["Jessica"] > 10 * max(1, old["Jessica"])


def test_names_are_many_and_the_commonest_is_not_too_common() -> None:
    made = list(people(20_000))
    families = Counter(person.family_name for person in made)
    assert families.most_common(1)[0][0] == "Smith"
    assert 0.01 < families["Smith"] / len(made) < 0.04
    assert len(families) > 2_500
    assert {"Patel", "Wiśniewska", "Okafor", "O'Brien", "Campbell", "Davies", "Wong"} <= set(families)


def test_households_share_an_address_mostly_a_name_and_often_a_telephone() -> None:
    made = list(people(4_000))
    homes: dict[str, list[str]] = {}
    for person in made:
        homes.setdefault(person.profile["address"], []).append(person.family_name)
    shared = [names for names in homes.values() if len(names) > 1]
    assert 0.4 < len(shared) / len(homes) < 0.8
    assert sum(len(set(names)) < len(names) for names in shared) / len(shared) > 0.6


def test_a_number_has_few_owners_however_many_people_there_are() -> None:
    made = people(60_000)
    owners = Counter(person.profile.get("mobile") for person in made if "mobile" in person.profile)
    assert max(owners.values()) < 40
