import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people import folding


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Smith", "smith"),
        ("  ANN   Louise ", "ann louise"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Smith-Jones", "smithjones"),
        ("Smith–Jones", "smithjones"),
        ("Müller", "muller"),
        ("Straße", "strasse"),
        ("Søren Ærø", "soren aero"),
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Đorđe", "dorde"),
        ("Þóra", "thora"),
        ("Siân Llŷr", "sian llyr"),
        ("ŽIŽEK", "zizek"),
        ("İnan", "inan"),
        ("Papadopoulou Ελένη", "papadopoulou ελενη"),
        ("ΓΙΏΡΓΟΣ", "γιωργοσ"),
        ("Сергей", "сергеи"),
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("王小明", "王小明"),
        ("김철수", "김철수"),
        ("がく", "がく"),
        ("सुनीता", "सुनीता"),
        ("St. John's Wood, 12/A", "st johns wood 12 a"),
        ("०१२", "012"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_words_are_folded_without_case_accents_and_punctuation(written: str, folded: str) -> None:
    assert folding.fold(written) == folded


def test_hyphens_and_apostrophes_separate_parts() -> None:
    assert folding.parts("O'Brien-Smith, Ann") == ["o", "brien", "smith", "ann"]
    assert folding.parts("Ó Súilleabháin–Ní") == ["o", "suilleabhain", "ni"]


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Smith", ["smith"]),
        ("Smith-Jones", ["smithjones", "smith", "jones"]),
        ("O’Brien", ["obrien", "o", "brien"]),
        ("de la Cruz", ["delacruz", "de", "la", "cruz"]),
        ("", []),
        ("—", []),
    ],
)
def test_a_name_is_spelt_in_one_word_and_by_its_parts(name: str, spellings: list[str]) -> None:
    assert folding.spellings(name) == spellings


@pytest.mark.parametrize(
    "written",
    [
        "01752 123456",
        "01752123456",
        "(01752) 123-456",
        "+44 1752 123456",
        "+44 (0)1752 123456",
        "0044 1752 123 456",
        "44 1752 123456",
        "1752 123456",
        "01752 123456 ext 12",
        "٠١٧٥٢ ١٢٣٤٥٦",
    ],
)
def test_a_british_number_has_one_form_however_it_is_written(written: str) -> None:
    assert folding.telephone(written) == "1752123456"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("+49 (0)30 123456", "4930123456"),
        ("0049 30 123456", "4930123456"),
        ("+39 06 1234567", "39061234567"),
        ("+1 (202) 555-0123", "12025550123"),
        ("123456", "123456"),
        ("+4", "4"),
        ("+99", "99"),
        ("none", ""),
        ("0", ""),
    ],
)
def test_a_foreign_number_starts_with_its_country_and_a_piece_stays_a_piece(written: str, form: str) -> None:
    assert folding.telephone(written) == form


def test_postcodes_are_written_without_space_and_their_outward_half_is_known() -> None:
    assert folding.postcode("PL4 8AA") == folding.postcode("pl48aa") == "pl48aa"
    assert folding.outward("pl48aa") == "pl4"
    assert folding.outward("ec1a1bb") == "ec1a"
    assert folding.outward("pl4") is None
    assert folding.postcode("D02 X285") == "d02x285"


def test_codes_lose_their_separators_and_addresses_keep_theirs() -> None:
    assert folding.code("CT-100 23/4") == "ct100234"
    assert folding.email(" Ann.O'Neill+x@Example.COM ") == "ann.o'neill+x@example.com"
    assert folding.email("José@example.com") == "jose@example.com"


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = folding.fold(text)
    assert folding.fold(folded) == folded
    assert folded == " ".join(folded.split())


@given(st.text(max_size=60))
def test_any_text_has_every_form(text: str) -> None:
    for form in (folding.telephone, folding.postcode, folding.code, folding.email):
        assert " " not in form(text)
    assert folding.telephone(text).isdigit() or folding.telephone(text) == ""
