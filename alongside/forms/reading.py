"""What fits a question: from what was typed to the value that is stored, and back.

This is the only judge. Pages derive their hints from the same questions, and actions ask here again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from alongside.forms import money, patterns
from alongside.forms.answers import Answers, Typed, Value
from alongside.forms.schema import ADDRESS_PARTS, Day, Kind, Question
from alongside.people import checking
from alongside.ui.words import day

LONGEST_KEPT = 50_000  # characters of one answer, also of one that does not fit
MOST_ROWS = 100  # that are looked at; a group says how many it takes
OLDEST = 130  # years

_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})?(?:\.([0-9]{1,15}))?")
_SPACE = re.compile(r"\s+")
_FILE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/[^/\x00-\x1f]{1,200})?")
_ROW = re.compile(r"[a-z0-9]{1,12}")
_A_LINE = {"line1": "the first line of the address", "town": "a town or city", "postcode": "a postcode"}
_YES_NO = {"yes": True, "no": False}


class Unfit(ValueError):
    """An answer does not fit its question; the message is for whoever typed it."""


def read(question: Question, typed: Typed, today: date) -> Value:
    """The value of what was typed; empty is "", None or an empty list. Raises `Unfit`."""
    if question.kind is Kind.ADDRESS:
        return _address(question, typed if isinstance(typed, dict) else {}, today)
    if question.several:
        return _LISTS[question.kind](question, listed(typed))
    sent = "".join(listed(typed)[-1:])
    text = _cleaned(question, sent)
    _demand_length(question, sent, text)
    if not text:
        if question.required:
            raise Unfit(_MISSING.get(question.kind, "Answer this question."))
        return None if question.kind in _NOT_TEXT else ""
    return _READERS[question.kind](question, text, today)


def read_all(
    questions: Iterable[Question], typed: Mapping[str, Typed], today: date
) -> tuple[dict[str, Value], dict[str, str]]:
    """The values of those that fit, and a sentence for each of those that do not, by name. What was
    not typed at all counts as empty."""
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for question in questions:
        try:
            values[question.name] = read(question, typed.get(question.name, ""), today)
        except Unfit as problem:
            errors[question.name] = str(problem)
    return values, errors


def read_again(
    questions: Iterable[Question], answers: Answers, today: date
) -> tuple[dict[str, Value], dict[str, str]]:
    """The same of answers that are stored: a day may be past by now, a required one never given."""
    asked = tuple(questions)
    return read_all(asked, {question.name: as_typed(question, answers) for question in asked}, today)


def listed(typed: Typed) -> list[str]:
    """What was typed, as texts."""
    if isinstance(typed, str):
        return [typed]
    return typed if isinstance(typed, list) else list(typed.values())


def keepable(typed: Typed) -> Typed:
    """What was typed, as it can be stored. Raises `Unfit` where it is longer than anybody types."""
    if isinstance(typed, list):
        return [text for text in map(keepable, typed) if isinstance(text, str)]
    if isinstance(typed, dict):
        return {part.name: _keepable(typed.get(part.name, "")) for part in ADDRESS_PARTS}
    return _keepable(typed)


def _keepable(typed: str) -> str:
    if len(typed) > LONGEST_KEPT:
        raise Unfit(f"Use at most {LONGEST_KEPT} characters.")
    storable = typed.encode(errors="replace").decode()  # half characters, which programs can send
    return storable.replace("\x00", "").replace("\r\n", "\n")


def as_typed(question: Question, answers: Answers) -> Typed:
    """A stored answer as people would type it; nothing where there is none."""
    answer = answers.get(question.name)
    if answer is None:
        return [] if question.several else ""
    if "value" not in answer:
        return answer["typed"]
    value = answer["value"]
    if isinstance(value, list | dict):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if question.kind is Kind.MONEY and isinstance(value, int):
        return _currency(question).plain(value)
    if question.kind in (Kind.DATE, Kind.DATE_OF_BIRTH) and isinstance(value, str) and value:
        then = date.fromisoformat(value)
        return f"{then.day}/{then.month}/{then.year}"
    return "" if value is None else str(value)


def shown(question: Question, value: Value) -> str:
    """A value as people read it; lists have a line for each."""
    labels = {choice.value: choice.label for choice in question.choices}
    if isinstance(value, dict):
        return "\n".join(value[part.name] for part in ADDRESS_PARTS if value.get(part.name))
    if question.kind is Kind.GROUP and isinstance(value, list):
        return str(len(value)) if value else ""
    if question.kind is Kind.FILE and isinstance(value, list):
        return "\n".join(file_name(item) for item in value)
    if isinstance(value, list):
        return "\n".join(labels.get(one, one) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None or value == "":
        return ""
    text = str(value)
    if question.kind is Kind.MONEY:
        currency = _currency(question)
        return currency.shown(value if isinstance(value, int) else currency.minor(Decimal(text)))
    if question.kind in (Kind.DATE, Kind.DATE_OF_BIRTH):
        return day(date.fromisoformat(text))
    return labels.get(text, text)


def _cleaned(question: Question, text: str) -> str:
    """In one spelling of Unicode and of space; raises `Unfit` for what cannot be kept."""
    if len(text) > LONGEST_KEPT:
        raise Unfit(f"Use at most {LONGEST_KEPT} characters.")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in text):
        raise Unfit("This holds characters that cannot be kept.")
    return text.strip() if question.kind is Kind.LONG_TEXT else _SPACE.sub(" ", text).strip()


def file_id(item: str) -> str:
    """Of an item of an answer with files, such as `7c…/letter.pdf`: which file it is."""
    return item.partition("/")[0]


def file_name(item: str) -> str:
    return item.partition("/")[2] or "File"


_LONGEST = {Kind.EMAIL: 254, Kind.TELEPHONE: 40, Kind.POSTCODE: 12}


def longest(question: Question) -> int | None:
    """How much may be typed, as browsers count it."""
    return question.max_length or _LONGEST.get(question.kind)


def _demand_length(question: Question, sent: str, text: str) -> None:
    """Counted as browsers count, which stop at this length: in halves of UTF-16, space included."""
    most = longest(question)
    if most is None:
        return
    units = max(len(one.replace("\r\n", "\n").encode("utf-16-le", "replace")) // 2 for one in (sent, text))
    if units > most:
        raise Unfit(f"Use at most {most} characters; this has {units}.")


def row_ids(typed: list[str]) -> list[str]:
    """Those that can be ids of rows, each once, and no more than any group may have."""
    return [one for one in dict.fromkeys(typed) if _ROW.fullmatch(one)][:MOST_ROWS]


def most_files(question: Question) -> int:
    return question.max_files or 1


def most_rows(question: Question) -> int:
    return question.max_rows or max(10, question.min_rows or 0)


def _files(question: Question, typed: list[str]) -> Value:
    """That each file is there, and theirs, is for whoever keeps files to say."""
    value = list(dict.fromkeys(text for text in typed if _FILE.fullmatch(text)))
    if question.required and not value:
        raise Unfit("Choose a file.")
    if len(value) > most_files(question):
        raise Unfit(f"Send at most {_counted(most_files(question), 'file')}.")
    return list(value)


def _rows(question: Question, typed: list[str]) -> Value:
    """The ids of the rows; what is said in them is read by itself."""
    value = row_ids(typed)
    called = question.row.lower() or "row"
    least = max(question.min_rows or 0, 1 if question.required else 0)
    if len(value) < least and (value or question.required):
        raise Unfit(f"Add at least {_counted(least, called)}.")
    if len(value) > most_rows(question):
        raise Unfit(f"There can be at most {most_rows(question)}; remove some.")
    return list(value)


def _counted(number: int, called: str) -> str:
    return f"one {called}" if number == 1 else f"{number} {called}s" if called == "file" else f"{number}"


def _address(question: Question, typed: dict[str, str], today: date) -> Value:
    """Its lines by name; of an address that is begun, those that every address has must be there."""
    lines = {part.name: _cleaned(question, typed.get(part.name) or "") for part in ADDRESS_PARTS}
    if not any(lines.values()):
        if question.required:
            raise Unfit("Enter an address.")
        return {}
    for part in ADDRESS_PARTS:
        if part.required and not lines[part.name]:
            raise Unfit(f"Enter {_A_LINE[part.name]}.")
        if len(lines[part.name]) > part.longest:
            raise Unfit(f"{part.label}: use at most {part.longest} characters.")
    lines["postcode"] = _as_in_profiles("postcode", lines["postcode"], today)
    return lines


def _several(question: Question, typed: list[str]) -> Value:
    known = {choice.value for choice in question.choices}
    chosen = [text for text in typed if text]
    if not known.issuperset(chosen):
        raise Unfit("Choose only from the list.")
    value = [choice.value for choice in question.choices if choice.value in chosen]
    least = max(question.least or 0, 1) if question.required else question.least or 0
    if len(value) < least and (value or question.required):
        raise Unfit("Choose at least one." if least == 1 else f"Choose at least {least}.")
    if question.most is not None and len(value) > question.most:
        raise Unfit("Choose only one." if question.most == 1 else f"Choose at most {question.most}.")
    return value


def _text(question: Question, text: str, today: date) -> Value:
    if question.min_length is not None and len(text) < question.min_length:
        raise Unfit(f"Use at least {question.min_length} characters.")
    if question.pattern and not patterns.compiled(question.pattern).fullmatch(text):
        raise Unfit(question.pattern_message)
    return text


def _number(question: Question, text: str, today: date) -> Value:
    decimals = 6 if question.decimals is None else question.decimals
    number = _decimal(question, text, decimals, "Enter a number, for example 12.5.")
    return format(number.normalize() + 0, "f")


def _integer(question: Question, text: str, today: date) -> Value:
    return int(_decimal(question, text, 0, "Enter a whole number, for example 12."))


def _money(question: Question, text: str, today: date) -> Value:
    """In the smallest unit of its currency."""
    currency = _currency(question)
    text = text.replace(currency.sign.strip(), "", 1).strip()
    example = "12.50" if currency.decimals else "1250"
    otherwise = f"Enter an amount in {currency.called}, for example {example}."
    return currency.minor(_decimal(question, text, currency.decimals, otherwise))


def _currency(question: Question) -> money.Currency:
    return money.CURRENCIES.get(question.currency, money.USUAL)


def _decimal(question: Question, text: str, decimals: int, otherwise: str) -> Decimal:
    match = _NUMBER.fullmatch(text.replace("−", "-").replace(" ", ""))
    if match is None or not (match[2] or match[3]):
        raise Unfit(otherwise)
    if len((match[3] or "").rstrip("0")) > decimals:
        raise Unfit(f"Use at most {decimals} decimals." if decimals else otherwise)
    number = Decimal(f"{match[1]}{(match[2] or '0').replace(',', '')}.{match[3] or '0'}")
    if question.minimum is not None and number < question.minimum:
        raise Unfit(f"This must be at least {question.minimum:,}.")
    if question.maximum is not None and number > question.maximum:
        raise Unfit(f"This must be at most {question.maximum:,}.")
    return number


def _date(question: Question, text: str, today: date) -> Value:
    then = date.fromisoformat(_as_in_profiles("date", text, today))
    if question.earliest is not None and then < (first := question.earliest.on(today)):
        raise Unfit(f"This must be {_limit(question.earliest, first)} or later.")
    if question.latest is not None and then > (last := question.latest.on(today)):
        raise Unfit(f"This must be {_limit(question.latest, last)} or earlier.")
    return then.isoformat()


def _limit(limit: Day, then: date) -> str:
    return "today" if limit == Day() else day(then)


def _date_of_birth(question: Question, text: str, today: date) -> Value:
    born = date.fromisoformat(_as_in_profiles("date", text, today))
    if born > today:
        raise Unfit("A date of birth cannot lie in the future.")
    if born.year < today.year - OLDEST:
        raise Unfit("Check the year: nobody is that old.")
    return born.isoformat()


def _contact(question: Question, text: str, today: date) -> Value:
    return _as_in_profiles(question.kind.value, text, today)


def _choice(question: Question, text: str, today: date) -> Value:
    if text not in {choice.value for choice in question.choices}:
        raise Unfit("Choose one of the list.")
    return text


def _yes_no(question: Question, text: str, today: date) -> Value:
    if text not in _YES_NO:
        raise Unfit("Choose yes or no.")
    return _YES_NO[text]


@dataclass
class _Profile:
    """A profile field of one type."""

    type: str
    name: str = "answer"
    label: str = ""
    choices: list[str] = field(default_factory=list)
    several: bool = False
    multi_line: bool = False
    required: bool = False


def _as_in_profiles(type_: str, text: str, today: date) -> str:
    """Dates, addresses and numbers are read as everywhere in the house."""
    try:
        return str(checking.check([_Profile(type_)], {"answer": text}, today=today)["answer"])
    except checking.Misfit as misfit:
        raise Unfit(misfit.errors["answer"]) from None


_Reader = Callable[[Question, str, date], Value]
_READERS: dict[Kind, _Reader] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.DATE_OF_BIRTH: _date_of_birth,
    Kind.EMAIL: _contact,
    Kind.TELEPHONE: _contact,
    Kind.POSTCODE: _contact,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
}
_LISTS: dict[Kind, Callable[[Question, list[str]], Value]] = {
    Kind.CHOICES: _several,
    Kind.FILE: _files,
    Kind.GROUP: _rows,
}
_NOT_TEXT = (Kind.INTEGER, Kind.MONEY, Kind.YES_NO)
_MISSING = {
    Kind.CHOICE: "Choose one.",
    Kind.YES_NO: "Choose yes or no.",
    Kind.DATE: "Enter a day.",
    Kind.DATE_OF_BIRTH: "Enter your date of birth.",
    Kind.EMAIL: "Enter an e-mail address.",
    Kind.TELEPHONE: "Enter a telephone number.",
    Kind.POSTCODE: "Enter a postcode.",
}
