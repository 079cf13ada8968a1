"""What a sender wrote, and what they repeated of the letter that they answer."""

from __future__ import annotations

import re

# Answers of ours begin with this line, and what stands below it is ours.
MARK = "— Please write above this line —"
_LONGEST_LINE = 300
_WROTE = re.compile(
    r"(on|am|le|el|il|op|den)\b.{4,200}"
    r"\b(wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev)\b.{0,120}:\s*",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|message d'origine)\s*-{2,}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(from|von|de|da|van)\s?:\*? .+", re.IGNORECASE)
_SENT = re.compile(r"\*?(sent|date|gesendet|datum|envoyé|enviado|inviato|to|an|à)\s?:\*? .+", re.IGNORECASE)


def split(text: str) -> tuple[str, str]:
    """What was written and what was quoted. Whoever writes between or below the quoted lines is not cut:
    then all of it is what they wrote."""
    lines = text.split("\n")
    at = _begin_of_history(lines)
    written, history = lines[:at], lines[at:]
    if not _any(written) or _answers_between(history):
        return text.strip(), ""
    return "\n".join(written).strip(), "\n".join(history).strip()


def _begin_of_history(lines: list[str]) -> int:
    for at, line in enumerate(lines):
        bare = line.strip()
        if MARK in bare[:_LONGEST_LINE] or (len(bare) < _LONGEST_LINE and _begins(lines, at, bare)):
            return at
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    return end


def _begins(lines: list[str], at: int, bare: str) -> bool:
    following = lines[at + 1].strip()[:_LONGEST_LINE] if at + 1 < len(lines) else ""
    if _RULE.fullmatch(bare) or _WROTE.fullmatch(bare):
        return True
    if following.endswith(":") and _WROTE.fullmatch(f"{bare} {following}"):
        return True
    return _FROM.fullmatch(bare) is not None and _SENT.fullmatch(following) is not None


def _answers_between(history: list[str]) -> bool:
    """Whether there is a line of the sender's own after lines that are marked as quoted."""
    marked = [at for at, line in enumerate(history) if line.startswith(">")]
    return bool(marked) and any(
        line.strip() and not line.startswith(">") and MARK not in line for line in history[marked[0] :]
    )


def _any(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)
