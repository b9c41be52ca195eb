"""Which currency stands beside a number, by sign, code or name, and which one an ambiguous sign means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.extract.model import Context, Text
from bot.extract.phrases import Phrases
from bot.extract.tokens import WORD, Token, tokens
from bot.extract.words import languages, table

# Which currency a family's name means where nothing around the message says another one.
_FAMILIES = {"$": "USD", "peso": "MXN", "kr": "SEK", "fr": "CHF", "dinar": "KWD", "rial": "SAR"}


@dataclass(frozen=True)
class CurrencyWords:
    """Phrases of currencies; the meaning is an ISO code or a family ("$", "peso")."""

    signs: Phrases[str]
    names: Phrases[str]
    cents: Phrases[str]
    countries: dict[str, str]
    capitals: frozenset[str]
    capitalised: frozenset[str]
    touching: frozenset[str]
    pesos: frozenset[str]
    dollars: frozenset[str]
    codes: dict[str, str]


@lru_cache(maxsize=16)
def currency_words(language: str) -> CurrencyWords:
    """The currency words of a language; signs and codes are the same in all, names count in all."""
    shared, own = table(".", "currencies"), table(language, "money")
    names: dict[str, str] = {}
    for spoken in (*(one for one in languages() if one != language), language):
        rows = table(spoken, "money")["names"]
        names |= {phrase: code for code, phrases in rows.items() for phrase in phrases}
    signs = [(phrase, code.upper()) for code, phrases in shared["signs"].items() for phrase in phrases]
    single = {phrase: code for phrase, code in signs if phrase.isalpha() and len(phrase) == 3}
    return CurrencyWords(
        signs=Phrases([(phrase, _coded(code)) for phrase, code in signs]),
        names=Phrases([(phrase, _coded(code)) for phrase, code in names.items()]),
        cents=Phrases([(phrase, kind) for kind in ("cents", "pence") for phrase in own[kind]]),
        countries={word: code.upper() for code, words in own["countries"].items() for word in words},
        capitals=frozenset(shared["capitals"]),
        capitalised=frozenset(shared["capitalised"]),
        touching=frozenset(shared["touching"]),
        pesos=frozenset(code.upper() for code in shared["pesos"]),
        dollars=frozenset(code.upper() for code in shared["dollars"]),
        codes={word: code for word, code in single.items() if code != "TRY"},
    )


def _coded(code: str) -> str:
    return code.lower() if code.lower() in _FAMILIES else code.upper()


@dataclass(frozen=True, slots=True)
class Beside:
    """A currency's words: meaning (code or family), first and last token, and whether it is a name."""

    meaning: str
    first: int
    last: int
    is_name: bool = False


class CurrencyReader:
    """Finds currencies beside token positions of one message."""

    def __init__(self, text: Text, context: Context) -> None:
        self._text, self._context = text, context
        self._tokens = tokens(text)
        self._words = currency_words(context.language)

    def before(self, at: int) -> Beside | None:
        """The currency that ends with ``tokens[at]``."""
        for phrases, is_name in ((self._words.signs, False), (self._words.names, True)):
            for meaning, length in phrases.all_ending_at(self._tokens, at):
                if self._is_meant(at - length + 1, at):
                    return Beside(meaning, at - length + 1, at, is_name)
        return None

    def after(self, at: int) -> Beside | None:
        """The currency that starts with ``tokens[at]``; the longer of sign and name."""
        found: Beside | None = None
        for phrases, is_name in ((self._words.signs, False), (self._words.names, True)):
            for meaning, length in phrases.all_starting_at(self._tokens, at):
                if found is not None and at + length - 1 <= found.last:
                    break
                if self._is_meant(at, at + length - 1):
                    found = Beside(meaning, at, at + length - 1, is_name)
                    break
        return found

    def cents(self, at: int) -> tuple[str, int] | None:
        """ "cents" or "pence" when ``tokens[at]`` starts such words, and the number of tokens."""
        return self._words.cents.starting_at(self._tokens, at)

    def _is_meant(self, first: int, last: int) -> bool:
        """Codes that are also words count in capitals ("TRY"), or with one and touching digits ("Rs", "20rs")."""
        words = " ".join(token.text for token in self._tokens[first : last + 1])
        letters = self._text.raw[self._tokens[first].start : self._tokens[last].end]
        if words in self._words.touching:
            return self._text.folded[self._tokens[first].start - 1 : self._tokens[first].start].isdigit()
        if words in self._words.capitals:
            return letters.isupper()
        if len(words) == 3 and words.endswith(" $"):  # "A$5", not "a $5 discount"
            return letters[0].isupper() or len(letters) == 2
        return (
            words not in self._words.capitalised or letters[0].isupper() or self._touches_digits(first, last)
        )

    def _touches_digits(self, first: int, last: int) -> bool:
        folded = self._text.folded
        start, end = self._tokens[first].start, self._tokens[last].end
        return folded[start - 1 : start].isdigit() or folded[end : end + 1].isdigit()

    def settled(self, meaning: str | None) -> str:
        """The ISO code that a code, a family or nothing means here."""
        if meaning is None:
            return self._context.currency
        if meaning not in _FAMILIES:
            return meaning
        candidates = {"$": self._words.dollars | self._words.pesos, "peso": self._words.pesos}.get(
            meaning, frozenset()
        )
        if self._context.currency in candidates or (
            meaning == "kr" and self._context.currency in ("SEK", "NOK", "DKK")
        ):
            return self._context.currency
        return next(self._countries(candidates), _FAMILIES[meaning])

    def _countries(self, candidates: frozenset[str]) -> Iterator[str]:
        for token in self._tokens:
            code = self._words.countries.get(token.text) if token.kind == WORD else None
            if code in candidates and code is not None:
                yield code


def prefixed_code(token: Token, words: CurrencyWords) -> tuple[str, str] | None:
    """The scale letters and the code of "keur", "musd", "mmeur"."""
    for letters in ("mm", "m", "k"):
        code = words.codes.get(token.text[len(letters) :]) if token.text.startswith(letters) else None
        if code is not None:
            return letters, code
    return None
