"""E-mail addresses and telephone numbers in a message, checked by the libraries that know their rules."""

from __future__ import annotations

import re
from functools import lru_cache

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
    if not made and _spoken().search(text.folded):
        made = [piece for match in _spoken().finditer(text.folded) if (piece := _said(match))]
    return made


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


@lru_cache(maxsize=1)
def _spoken() -> re.Pattern[str]:
    rows = [table(language, "contact")["spoken"] for language in languages()]
    at = "|".join(word for row in rows for word in row["at"])
    dot = "|".join(word for row in rows for word in row["dot"])
    sign = rf"(?: ?[(\[](?:{at})[)\]] ?| (?:{at}) )"
    point = rf"(?: ?[(\[](?:{dot})[)\]] ?| (?:{dot}) |\.)"
    return re.compile(rf"([\w+-]+(?:{point}[\w+-]+)*){sign}([\w-]+(?:{point}[\w-]+)+)")


def _said(match: re.Match[str]) -> Piece | None:
    dots = r" ?[(\[]?\b(?:punto|dot)\b[)\]]? ?"
    address = "@".join(re.sub(dots, ".", part) for part in match.groups())
    return Piece("email", address, match.start(), match.end()) if _is_address(address) else None


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
