"""Why two people may be one, in words: what agrees first, then what does not."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.people.matching.comparing import Agreement, Aspect, Level

_SAYS: Mapping[Aspect, Mapping[Level, str]] = {
    Aspect.NUMBER: {
        Level.SAME: "same reference number",
        Level.CLOSE: "reference number one digit different",
        Level.DIFFERENT: "another reference number",
    },
    Aspect.EMAIL: {
        Level.SAME: "same e-mail",
        Level.CLOSE: "e-mail one letter different",
        Level.LIKE: "same name in the e-mail",
        Level.DIFFERENT: "another e-mail",
    },
    Aspect.BORN: {
        Level.SAME: "same date of birth",
        Level.CLOSE: "date of birth one digit different or changed over",
        Level.LIKE: "date of birth partly the same",
        Level.DIFFERENT: "another date of birth",
    },
    Aspect.FAMILY: {
        Level.SAME: "same surname",
        Level.CLOSE: "surname one letter different or said alike",
        Level.SHORT: "one surname is part of the other",
        Level.LIKE: "surname alike",
        Level.DIFFERENT: "another surname",
    },
    Aspect.GIVEN: {
        Level.SAME: "same given name",
        Level.CLOSE: "given name one letter different or said alike",
        Level.SHORT: "given name is a form of the other",
        Level.LIKE: "given name alike",
        Level.DIFFERENT: "another given name",
    },
    Aspect.TELEPHONE: {
        Level.SAME: "same telephone",
        Level.CLOSE: "telephone one digit different",
        Level.DIFFERENT: "another telephone",
    },
    Aspect.ADDRESS: {
        Level.SAME: "same address",
        Level.CLOSE: "address nearly the same",
        Level.LIKE: "address alike",
        Level.DIFFERENT: "another address",
    },
    Aspect.POSTCODE: {
        Level.SAME: "same postcode",
        Level.CLOSE: "postcode one letter different",
        Level.LIKE: "postcode of the same area",
        Level.DIFFERENT: "another postcode",
    },
}


def reasons(agreement: Agreement) -> tuple[str, ...]:
    """`same date of birth`, `surname one letter different or said alike`, … `another telephone`."""
    names = ["given name and surname changed over"] if agreement.swapped else []
    said = [
        (level, text)
        for aspect, texts in _SAYS.items()
        if not (agreement.swapped and aspect in (Aspect.FAMILY, Aspect.GIVEN))
        and (text := texts.get(level := agreement.levels[aspect]))
    ]
    agree = [text for level, text in said if level is not Level.DIFFERENT]
    differ = [text for level, text in said if level is Level.DIFFERENT]
    return (*names, *agree, *differ)
