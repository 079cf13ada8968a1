"""How words, numbers and codes are written down so that two spellings of the same thing meet.

Folding is applied to what is stored and to what is typed, so it may lose anything but the
difference between two people. It is pure and total: any text has a folded form, perhaps empty.
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

# Letters that carry their difference inside, which decomposition does not take off.
_LETTERS = str.maketrans(
    {
        "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n",
        "ŧ": "t", "ß": "ss", "ſ": "s", "ĸ": "k", "ə": "e",
    }
)  # fmt: skip
_APOSTROPHES = "'’‘‛ʼʻʹʾʿ′`´·"
_HYPHENS = "-‐‑‒–—−"
# Marks over and under Latin, Greek and Cyrillic letters, Arabic vowel signs and hamzas, Hebrew points.
# Marks of other scripts (Devanagari vowels, Japanese voicing) are part of the word and stay.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05bd\u05bf-\u05c7]")
_JOINED = str.maketrans(dict.fromkeys(_APOSTROPHES + _HYPHENS, "") | {"ـ": ""})
_SPLIT = str.maketrans(dict.fromkeys(_APOSTROPHES + _HYPHENS, " ") | {"ـ": ""})
_ASCII_WORDS = re.compile(r"[a-z0-9]+")

_OUTWARD = re.compile(r"[a-z]{1,2}[0-9][a-z0-9]?")
_POSTCODE = re.compile(r"([a-z]{1,2}[0-9][a-z0-9]?)([0-9][a-z]{2})")
_EXTENSION = re.compile(r"\s*(?:ext\.?|extension|x|#)\s*[0-9]+\s*$", re.IGNORECASE)


def fold(text: str) -> str:
    """Words without case, accents and punctuation, one space between them; `O'Brien-Łuk` is `obrienluk`."""
    if text.isascii():  # half the cost, and nine texts in ten
        return " ".join(_ASCII_WORDS.findall(text.lower().replace("'", "").replace("-", "").replace("`", "")))
    return " ".join(_words(text.translate(_JOINED)))


def parts(text: str) -> list[str]:
    """Folded words, hyphens and apostrophes separating too: `Smith-Jones` is `smith`, `jones`."""
    if text.isascii():
        return _ASCII_WORDS.findall(text.lower())
    return _words(text.translate(_SPLIT))


def spellings(name: str) -> list[str]:
    """The ways one name is asked for: all of it in one word first, then each part, each once.

    >>> spellings("Smith-Jones")
    ['smithjones', 'smith', 'jones']
    """
    pieces = parts(name)
    return list(dict.fromkeys(["".join(pieces), *pieces])) if pieces else []


def unspaced(text: str) -> bool:
    """Whether the text is in a script that puts no space between family and given name."""
    return bool(text) and all(
        "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"
        for char in text
    )


def code(text: str) -> str:
    """A reference or account number without separators: `CT-100 23/4` is `ct100234`."""
    return fold(text).replace(" ", "")


def email(text: str) -> str:
    """An e-mail address, or a piece of one, in one spelling; separators stay."""
    return "".join(char for char in _plain(text) if char.isprintable() and not char.isspace())


def postcode(text: str) -> str:
    """A postcode, or the start of one, without space: `PL4 8AA` is `pl48aa`. Foreign ones too."""
    return code(text)


def outward(postcode: str) -> str | None:
    """The outward half of a whole folded UK postcode (`pl4` of `pl48aa`), or None."""
    whole = _POSTCODE.fullmatch(postcode)
    return whole[1] if whole else None


def is_outward(folded: str) -> bool:
    """Whether this could be the outward half of a UK postcode, such as `pl4` or `ec1a`."""
    return _OUTWARD.fullmatch(folded) is not None


def telephone(text: str) -> str:
    """Digits of a telephone number: a British one from after its 0, a foreign one from its country code.

    `01752 123456`, `+44 (0)1752 123-456` and `0044 1752123456` are all `1752123456`. A piece of a
    number gives the piece; a text without digits gives nothing.
    """
    text = _EXTENSION.sub("", text).replace("(0)", "")
    digits = digits_of(text)
    if text.lstrip(" (").startswith(("+", "＋")) or digits.startswith("00"):
        return _international(digits.removeprefix("00"))
    if digits.startswith("44") and len(digits) == 12:  # a plus that an address turned into a space
        digits = digits[2:]
    return digits.lstrip("0")


def digits_of(text: str) -> str:
    """The decimal digits of a text, those of other scripts included, as 0–9."""
    if text.isascii():
        return "".join(char for char in text if char.isdigit())
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())


def _international(digits: str) -> str:
    if digits.startswith("44"):
        return digits[2:].lstrip("0")
    try:
        number = phonenumbers.parse("+" + digits[:20])
    except phonenumbers.NumberParseException:
        return digits
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}"


def _words(text: str) -> list[str]:
    return "".join(map(_letter, _plain(text))).split()


def _plain(text: str) -> str:
    """Lower case without accents; punctuation stays."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed)).translate(_LETTERS)


def _letter(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char.isalnum():
        return char
    category = unicodedata.category(char)
    if category == "Cf":  # joiners and soft hyphens are not seen
        return ""
    return char if category[0] == "M" else " "
