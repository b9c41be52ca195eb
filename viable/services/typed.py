"""What a prospect typed: fit to be kept and shown, and fit to be understood."""

from __future__ import annotations

import json
import re
import unicodedata

from viable.domain.conversation import Message

LONGEST_TEXT = 2000
NOTHING = "·"
"""What is left to understand of a message without words: a sign that says nothing."""

COMMAND = re.compile(r"\s*/[\w/]+\s*(\{|\[|$)")
MARKUP = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)|<[^<>]{1,500}>", re.IGNORECASE | re.DOTALL)
QUERY = re.compile(
    r"\b(drop|alter|truncate|create)\s+(table|database)\b|\bunion\s+(all\s+)?select\b|\bselect\b.{1,200}\bfrom\b.*[;*=]"
    r"|\b(insert\s+into|delete\s+from)\s+\w+|\bupdate\s+\w+\s+set\b|\b(or|and)\b\s+(?P<quote>['\"]?)(?P<word>\w+)(?P=quote)\s*=\s*(?P=quote)(?P=word)"
    r"|['\";]\s*--",
    re.IGNORECASE | re.DOTALL,
)
BEFORE_WORDS = re.compile(r"^[\s/]+")
"""Rasa strips white space of every kind, and takes what then begins with a slash for a command."""
POWER = re.compile(r"\b(\d{1,3})\s?(?:\^|\*\*)\s?(\d{1,2})\b")


def clean(text: str) -> str:
    """The text without control and direction-changing characters; line breaks stay."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
    return "".join(kept).strip()


def refusal(text: str) -> str | None:
    """Why the text cannot be taken: "empty" or "too_long"; None when it can."""
    if not text:
        return "empty"
    return "too_long" if len(text) > LONGEST_TEXT else None


def to_rasa(message: Message) -> str:
    """What is to be understood: what is typed never reaches Rasa as a command, nor markup and queries as words."""
    if message.payload is None:
        is_code = COMMAND.match(message.text) or QUERY.search(message.text)
        words = "" if is_code else MARKUP.sub(" ", message.text)
        return BEFORE_WORDS.sub("", POWER.sub(_in_digits, words)).rstrip() or NOTHING
    if "guess" in message.payload:
        return f"/{message.payload['guess']['intent']}"
    return f"/tap{json.dumps(message.payload, ensure_ascii=False)}"


def _in_digits(power: re.Match[str]) -> str:
    return str(int(power[1]) ** int(power[2]))
