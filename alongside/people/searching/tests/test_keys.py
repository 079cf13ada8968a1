from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from alongside.people.fields import STANDARD_FIELDS, Field, Values
from alongside.people.searching.keys import LONGEST, Keys, difference, grouped, keys_of

ANN: Values = {
    "title": "Ms",
    "given_name": "Ann Louise",
    "family_name": "Smith-Jones",
    "email": "Ann.Smith@example.com",
    "date_of_birth": date(1980, 3, 12),
    "telephone": "01632 960123",
    "address": "12 Acacia Avenue, Plymouth",
    "postcode": "PL4 8AA",
    "account_number": "412345678",
}


def test_a_person_has_these_keys() -> None:
    assert keys_of(STANDARD_FIELDS, ANN) == {
        "ssmithjones ann louise",
        "ssmith ann louise",
        "sjones ann louise",
        "gannlouise smithjones",
        "gann smithjones",
        "glouise smithjones",
        "t1632960123",
        "u3210692361",
        "v0123 smithjones ann louise",
        "eann.smith@example.com",
        "fsmith@example.com",
        "hexample.com",
        "ppl48aa",
        "opl4 smithjones ann louise",
        "d19800312 smithjones ann louise",
        "a12 acacia avenue plymouth",
        "aacacia smithjones ann louise",
        "aplymouth smithjones ann louise",
        "bacacia avenue plymouth",
        "bacacia plymouth",
        "c412345678",
        "r876543214",
    }


def test_only_searchable_fields_make_keys() -> None:
    fields = [Field("family_name", "Family name"), Field("email", "E-mail", "email", searchable=False)]
    assert keys_of(fields, ANN) == {"ssmithjones", "ssmith", "sjones"}


def test_a_field_of_its_own_has_keys_under_its_own_name() -> None:
    badge = Field("badge", "Blue badge")
    assert keys_of([badge], {"badge": "BB-1234 Plymouth"}) == {
        "xbadge=bb1234plymouth",
        "xbadge=bb1234",
        "xbadge=plymouth",
        "xbadge=bb",
        "xbadge=1234",
        "ybadge=htuomylp4321bb",
    }


def test_each_of_several_values_makes_keys() -> None:
    languages = Field("languages", "Languages", "choice")
    assert keys_of([languages], {"languages": ["Welsh", "Polish"]}) == {
        "xlanguages=welsh",
        "xlanguages=polish",
    }


def test_numbers_and_moments_make_keys() -> None:
    fields = [
        Field("children", "Children", "integer"),
        Field("rent", "Rent", "number"),
        Field("moved", "Moved", "datetime"),
    ]
    values: Values = {"children": 3, "rent": 512.5, "moved": "2020-01-31T10:00:00+00:00"}
    assert keys_of(fields, values) == {
        "xchildren=3", "ychildren=3", "xrent=5125", "xrent=512", "xrent=5", "yrent=5215", "d20200131",
    }  # fmt: skip


def test_the_o_of_obrien_and_the_road_of_an_address_are_compared_but_not_stored() -> None:
    values: Values = {"family_name": "O'Brien", "address": "3 St Mary's Rd"}
    stored = {entry.key: entry.stored for entry in Keys(grouped(STANDARD_FIELDS), values).all()}
    assert stored == {
        "sobrien": True,
        "so": False,
        "sbrien": True,
        "a3 st mary s rd": True,
        "bmary s rd": True,
        "ast obrien": False,
        "astreet obrien": False,
        "amary obrien": True,
        "as obrien": False,
        "ard obrien": False,
        "aroad obrien": False,
        "amarys obrien": False,
    }


def test_a_chinese_name_is_found_as_it_is_written() -> None:
    assert "s王小明" in keys_of(STANDARD_FIELDS, {"family_name": "王", "given_name": "小明"})


def test_a_value_without_words_makes_no_key() -> None:
    blank: Values = dict.fromkeys(ANN, "—")
    assert keys_of(STANDARD_FIELDS, blank) == {"e—"}
    assert keys_of(STANDARD_FIELDS, dict.fromkeys(ANN, "")) == set()
    assert keys_of(STANDARD_FIELDS, {}) == set()


_NAMES = [field.name for field in STANDARD_FIELDS]


@given(st.dictionaries(st.sampled_from(_NAMES), st.text(max_size=200) | st.lists(st.text(max_size=30))))
def test_whatever_a_person_says_their_keys_are_few_and_short(values: Values) -> None:
    keys = keys_of(STANDARD_FIELDS, values)
    assert all(1 < len(key) <= LONGEST for key in keys)
    assert len(keys) <= 1500
    assert not any(char < " " for key in keys for char in key)


def test_a_change_writes_only_the_keys_that_differ() -> None:
    assert difference({"sa", "sb", "sc"}, {"sb", "sd", "sa2"}) == (["sa2", "sd"], ["sa", "sc"])
    assert difference(keys_of(STANDARD_FIELDS, ANN), keys_of(STANDARD_FIELDS, ANN)) == ([], [])
