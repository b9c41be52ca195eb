"""E-mail addresses and telephone numbers in a message, checked by the libraries that know their rules."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import email_validator
import phonenumbers

from bot.extract.contact_words import Piece
from bot.extract.model import Context, Text
from bot.extract.words import languages, table

# Where a number without "+" is from: Spain first, then the countries that a language's speakers write from.
REGIONS = {"es": ("ES",), "en": ("ES", "GB", "IE", "US")}
# Reserved for examples (RFC 2606): never deliverable, always well formed.
_EXAMPLE = re.compile(r"@(?:[\w-]+\.)*example(?:\.(?:com|org|net))?$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"'¿?¡!|/]+@[^\s,;:<>()\[\]\"'¿?¡!|/]*")
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 120  # characters; RFC 5321 allows no longer name before the "@"
_WRITTEN = re.compile(r"[^\s,;:<>()]*@\S*")
_PHONE = re.compile(r"(?<![\w.,@+])(?:\+|00)?\(?\d[\d ().\-/]{6,22}\d(?![\w@]|[.,]\d)")


def emails(text: Text) -> list[Piece]:
    """The valid addresses as typed, and those spelt out ("ana arroba envases punto example")."""
    made = []
    if "@" in text.raw:
        for match in _ADDRESS.finditer(text.raw):
            address = match.group().rstrip(".,-_")
            if _is_address(address):
                made.append(Piece("email", address, match.start(), match.start() + len(address)))
    return made or _spelt_out(text.folded)


def address_spans(text: Text) -> list[tuple[int, int]]:
    """Where addresses stand, wrong ones too."""
    return [match.span() for match in _WRITTEN.finditer(text.raw)] if "@" in text.raw else []


def _is_address(address: str) -> bool:
    reserved = _EXAMPLE.search(address) is not None
    checked = re.sub(r"example$", "com", address, flags=re.IGNORECASE) if reserved else address
    try:
        email_validator.validate_email(checked, check_deliverability=False)
    except email_validator.EmailNotValidError:
        return False
    return True


class _Spoken(NamedTuple):
    """How an address is spelt out: its "at", what stands before and after it, and its dots."""

    at: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    dots: re.Pattern[str]


@lru_cache(maxsize=1)
def _spoken() -> _Spoken:
    rows = [table(language, "contact")["spoken"] for language in languages()]
    at = "|".join(word for row in rows for word in row["at"])
    dot = "|".join(word for row in rows for word in row["dot"])
    point = rf"(?: ?[(\[](?:{dot})[)\]] ?| (?:{dot}) |\.)"
    return _Spoken(
        at=re.compile(rf" ?[(\[](?:{at})[)\]] ?| (?:{at}) "),
        before=re.compile(rf"(?<![\w+-])[\w+-]+(?:{point}[\w+-]+)*$"),
        after=re.compile(rf"[\w-]+(?:{point}[\w-]+)+"),
        dots=re.compile(point),
    )


def _spelt_out(folded: str) -> list[Piece]:
    """The addresses around each "at", which are short: looking no further keeps long messages linear."""
    spoken = _spoken()
    made: list[Piece] = []
    for at in spoken.at.finditer(folded):
        behind = max(0, at.start() - _LONGEST_LOCAL)
        before = spoken.before.search(folded[behind : at.start()])
        after = spoken.after.match(folded, at.end(), at.end() + _LONGEST_DOMAIN)
        if before is None or after is None:
            continue
        address = "@".join(spoken.dots.sub(".", part) for part in (before.group(), after.group()))
        if _is_address(address):
            made.append(Piece("email", address, behind + before.start(), after.end()))
    return made


def phones(text: Text, context: Context) -> list[Piece]:
    """The valid telephone numbers in E.164; when the contact was asked for, possible ones as well."""
    if sum(character.isdigit() for character in text.raw) < 8:
        return []
    made = []
    for match in _PHONE.finditer(text.folded):
        digits = sum(character.isdigit() for character in match.group())
        if not 8 <= digits <= 15:
            continue
        number = _number(match.group(), context)
        if number is not None:
            made.append(Piece("phone", number, match.start(), match.end()))
    return made


def _number(written: str, context: Context) -> str | None:
    plain = "+" + written[2:] if written.startswith("00") else written
    for region in REGIONS.get(context.language, REGIONS["en"]):
        try:
            number = phonenumbers.parse(plain, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        # Numbers kept free for fiction, and ranges newer than the library, are numbers all the same.
        is_led = plain.startswith("+") or (
            context.asked == "contact" and plain.startswith("0") and region == "GB"
        )
        if is_led and phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None
