"""Expressions as other tools write them (`${amount &gt; 10}`, `= amount > 10`), in ours. Pure."""

from __future__ import annotations

import ast
import re

_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<word>[A-Za-z_$][\w$]*)
      | (?P<sign>&&|\|\||==|!=|<>|<=|>=|=|!|\?|:)
      | (?P<other>\s+|.)""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "div": "/", "mod": "%"}
_VALUES = {"true": "True", "false": "False", "null": "None", "undefined": "None"}
_SIGNS = {"&&": " and ", "||": " or ", "=": "==", "<>": "!="}
_WRAPPED = re.compile(r"^\s*[#$]\{(.*)\}\s*;?\s*$", re.DOTALL)
_KNOWN = frozenset(
    [
        "abs",
        "bool",
        "contains",
        "days_from_now",
        "empty",
        "float",
        "int",
        "len",
        "lower",
        "max",
        "min",
        "now",
        "round",
        "str",
        "sum",
        "today",
        "upper",
        "years_since",
    ]
)


def translated(text: str | None) -> str | None:
    """The expression in ours, or None for one that has no such form (calls of methods, other languages)."""
    plain = (text or "").strip()
    if not plain:
        return None
    if wrapped := _WRAPPED.match(plain):
        plain = wrapped.group(1).strip()
        if "${" in plain or "#{" in plain:
            return None
    elif plain.startswith("=") and not plain.startswith("=="):
        plain = plain[1:].strip()
    plain = _PLACES.sub("", plain)
    if understood(plain):
        return plain
    for pattern, ours in _TURNS:
        plain = pattern.sub(ours, plain)
    found = re.sub(r"\s+", " ", "".join(_replaced(match) for match in _TOKEN.finditer(plain))).strip()
    return found if understood(found) else None


_PLACES = re.compile(r"\btw\.local\.")  # where IBM keeps the variables of a process
_PATH = r"([A-Za-z_][\w.]*)"
_VALUE = r"""("[^"]*"|'[^']*'|[\w.]+)"""
# Turns of phrase of Java, JavaScript, EL, FEEL and MVEL.
_TURNS = [
    (re.compile(pattern, re.DOTALL), ours)
    for pattern, ours in (
        (r"^\s*return\s+(.*?)\s*;?\s*$", r"\1"),
        (r";\s*$", ""),
        (r"^\s*if\s+(.+?)\s+then\s+(.+?)\s+else\s+(.+)$", r"(\2) if (\1) else (\3)"),
        (r"\b(?:execution|kcontext)\.getVariable\(\s*[\"'](\w+)[\"']\s*\)", r"\1"),
        (rf"{_VALUE}\.equals\(\s*{_PATH}\s*\)", r"\2 == \1"),
        (rf"{_PATH}\.equals(?:IgnoreCase)?\(\s*{_VALUE}\s*\)", r"\1 == \2"),
        (rf"{_PATH}\.(?:length|size)\(\s*\)", r"len(\1)"),
        (rf"{_PATH}\.isEmpty\(\s*\)", r"empty(\1)"),
        (rf"{_PATH}\.(?:int|long|double|float|boolean|string)Value\(\s*\)", r"\1"),
        (rf"{_PATH}\.to(?:Integer|Long)\(\s*\)", r"int(\1)"),
        (rf"{_PATH}\.to(?:Double|Float|BigDecimal)\(\s*\)", r"float(\1)"),
        (r"""\b(?:bpmn:)?getDataObject\(\s*["'](\w+)["']\s*\)""", r"\1"),
        (r"\b(true|false)\(\s*\)", r"\1"),
        (rf"{_PATH}\s+between\s+{_VALUE}\s+and\s+{_VALUE}", r"(\2 <= \1 and \1 <= \3)"),
        (r"\blist contains\(", "contains("),
        (r"\bstring length\(", "len("),
        (r"\b(upper|lower) case\(", r"\1("),
        (rf"{_PATH}\.(?:toString|trim)\(\s*\)", r"\1"),
        (rf"{_PATH}\.toLowerCase\(\s*\)", r"lower(\1)"),
        (rf"{_PATH}\.toUpperCase\(\s*\)", r"upper(\1)"),
        (r"\b(?:var|vars|variables):get\(\s*[\"']?(\w+)[\"']?\s*\)", r"\1"),
        (rf"\b(?:var|vars|variables):(?:eq|equals)\(\s*{_PATH}\s*,\s*{_VALUE}\s*\)", r"\1 == \2"),
        (rf"\b(?:var|vars|variables):(?:ne|notEquals)\(\s*{_PATH}\s*,\s*{_VALUE}\s*\)", r"\1 != \2"),
        (rf"\b(?:var|vars|variables):(?:lt|lessThan)\(\s*{_PATH}\s*,\s*{_VALUE}\s*\)", r"\1 < \2"),
        (rf"\b(?:var|vars|variables):(?:gt|greaterThan)\(\s*{_PATH}\s*,\s*{_VALUE}\s*\)", r"\1 > \2"),
        (rf"\b(?:var|vars|variables):(?:isEmpty|empty)\(\s*{_PATH}\s*\)", r"empty(\1)"),
        (rf"\b(?:var|vars|variables):(?:isNotEmpty|notEmpty)\(\s*{_PATH}\s*\)", r"not empty(\1)"),
        (rf"{_PATH}\.(?:contains|includes)\(\s*{_VALUE}\s*\)", r"contains(\1, \2)"),
        (rf"\bempty\s+{_PATH}", r"empty(\1)"),
        (rf"\bKieFunctions\.isTrue\({_PATH}\)", r"\1 == True"),
        (rf"\bKieFunctions\.isFalse\({_PATH}\)", r"\1 == False"),
        (r"===", "=="),
        (r"!==", "!="),
        (r"\bstring\(", "str("),
        (r"\bnumber\(", "float("),
        (r"\bcount\(", "len("),
    )
]


_GIVEN = re.compile(
    r"""(?:(?:execution|kcontext)\.setVariable\(\s*["'](?P<set>\w+)["']\s*,\s*(?P<to>.*)\)
        |(?:(?:def|var|let|const|int|long|double|boolean|String|Object)\s+)?(?P<name>[A-Za-z_]\w*)\s*=(?!=)\s*(?P<is>.*)
        )$""",
    re.VERBOSE,
)


# Lines that tell a log of something, and change nothing.
PRINTS = re.compile(
    r"(?:System\.(?:out|err)\.print(?:ln|f)?|console\.\w+|print(?:ln|f)?|log(?:ger)?\.\w+)\(.*\)$", re.I
)


def translated_script(text: str) -> str | None:
    """A script that does nothing but give values to names, in ours; None for any other."""
    lines = []
    for line in re.split(r";|\n", text):
        if not line.strip() or line.strip().startswith("//") or PRINTS.match(line.strip()):
            continue
        given = _GIVEN.match(line.strip())
        value = translated(given["to"] or given["is"]) if given else None
        if given is None or value is None:
            return None
        lines.append(f"{given['set'] or given['name']} = {value}")
    return "\n".join(lines) or None


def _replaced(match: re.Match[str]) -> str:
    text = match.group()
    if match.lastgroup == "word":
        word = _WORDS.get(text) or _VALUES.get(text) or text
        return f" {word} " if text in _WORDS else word
    if match.lastgroup == "sign":
        return " not " if text == "!" else _SIGNS.get(text, text)
    return text


def understood(text: str) -> bool:
    """Whether it is an expression of ours: only known functions are called, nothing private is named."""
    if len(text) > 2_000:
        return False
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(_is_ours(node) for node in ast.walk(tree))


_OURS = (
    ast.Expression, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Constant, ast.Name, ast.Attribute,
    ast.Subscript, ast.List, ast.Tuple, ast.Dict, ast.IfExp, ast.Call, ast.Load, ast.boolop, ast.operator,
    ast.unaryop, ast.cmpop,
)  # fmt: skip


def _is_ours(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in _KNOWN and not node.keywords
    if isinstance(node, ast.Attribute):
        return not node.attr.startswith("_")
    return isinstance(node, _OURS)


_NUMBER = r"\d+(?:[.,]\d+)?"
_CLOCK = rf"T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?"
_LENGTH = rf"P(?=.)(?:{_NUMBER}W|(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?(?:{_CLOCK})?)"
_MOMENT = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_TIMES = {
    "timeDuration": re.compile(_LENGTH),
    "timeDate": re.compile(_MOMENT),
    "timeCycle": re.compile(rf"R\d*/(?:{_LENGTH}|{_MOMENT}/{_LENGTH}|{_LENGTH}/{_MOMENT})"),
}


_SPOKEN = re.compile(
    r"(?:in|after|within|wait|wait for)?\s*(\d{1,4}|one|two|three|a|an)\s*(?:business |working |calendar )?"
    r"(second|minute|hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_MANY = {"one": "1", "a": "1", "an": "1", "two": "2", "three": "3"}


def spoken_length(text: str) -> str | None:
    """A length of time as people say it – `3 days`, `after 2 weeks` –, or None."""
    found = _SPOKEN.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    many, unit = _MANY.get(found[1].lower(), found[1]), found[2][0].upper()
    return f"PT{many}{unit}" if found[2].lower() in ("second", "minute", "hour") else f"P{many}{unit}"


def is_plain_length(text: str) -> bool:
    """Whether it says no more than a number and a unit: working days are taken for days, which is less."""
    return re.fullmatch(r"\s*\d+\s*[a-z]+\s*", text, re.IGNORECASE) is not None


_FEEL_TIME = re.compile(r"""=?\s*(?:duration|date and time|date)\(\s*["']([^"']+)["']\s*\)""")
_FEEL_CYCLE = re.compile(r"""=?\s*cycle\(\s*(?:(\d+)\s*,\s*)?duration\(\s*["']([^"']+)["']\s*\)\s*\)""")


def is_time(text: str) -> bool:
    """Whether it is a time, a length of time or a repetition as ISO 8601 writes them."""
    return any(pattern.fullmatch(text) for pattern in _TIMES.values())


def time_of(kind: str, text: str | None) -> str | None:
    """When a timer is due, in ours: ISO 8601, or an expression that gives it; None for anything else, such
    as cron lines."""
    plain = (text or "").strip().strip("\"'")
    if feel := _FEEL_TIME.fullmatch(plain):
        plain = feel[1]
    if feel := _FEEL_CYCLE.fullmatch(plain):
        plain = f"R{feel[1] or ''}/{feel[2]}"
    if _TIMES[kind].fullmatch(plain):
        return plain
    if is_time(plain):
        return None
    return translated(text)
