"""The numbers of a message with the goods, designs or deliveries that each one counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bot.extract.intervals import Amount, bound_words
from bot.extract.model import Context, Text
from bot.extract.number import ONE, Number
from bot.extract.number_words import number_words
from bot.extract.numbers import find_counts
from bot.extract.tokens import DIGITS, SIGN, WORD, Token, tokens
from bot.extract.volume_words import VolumeWords, volume_words

PIECE = "piece"
_TIMES = frozenset("x×*")
_MEASURED = frozenset({"tonne", "m3"})
FEWEST_UNKNOWN = 10  # "3 perros" of a noun in no table may be anything
_LONGEST_SIGN = 2
_NO_TOKEN = Token(SIGN, "", -1, -1)


@dataclass
class Counted:
    """Amounts of goods (unit None when not said), and the amounts that count designs, deliveries and variants."""

    goods: list[Amount] = field(default_factory=list)
    designs: list[Amount] = field(default_factory=list)
    deliveries: list[Amount] = field(default_factory=list)
    variants: list[Amount] = field(default_factory=list)


class VolumeAmounts:
    """Sorts the numbers by what they count, left to right."""

    def __init__(self, text: Text, context: Context) -> None:
        self._tokens = tokens(text)
        self._numbers = find_counts(text, context.language)
        self._words: VolumeWords = volume_words(context.language)
        self._after = bound_words(context.language).after
        spoken = number_words(context.language)
        self._articles, self._joiners, self._halves = spoken.articles, spoken.joiners, spoken.halves
        self._is_asked = context.asked == "volume"

    def counted(self) -> Counted:
        """What the message's numbers count; sizes ("20x30 cm") and codes are left out."""
        counted = Counted()
        used = -1
        for at, number in enumerate(self._numbers):
            if number.first <= used:
                continue
            kind = self._kind(number)
            if kind is not None:
                target, used = kind
                getattr(counted, target).append(Amount(number.amount, number.first, used, number=number))
                continue
            amount = (
                self._container(number, at, counted) or self._and_half(number) or self._amount(number, at)
            )
            if amount is not None:
                counted.goods.append(amount)
                used = amount.last
        return counted

    def _peek(self, at: int) -> Token:
        return self._tokens[at] if 0 <= at < len(self._tokens) else _NO_TOKEN

    def _kind(self, number: Number) -> tuple[str, int] | None:
        """ "designs" or "deliveries" when the number counts those, with the last token."""
        if number.is_glued or number.is_fraction:
            return None
        at = self._after_adjective(number.last + 1)
        words = self._words
        kinds = [("designs", words.designs), ("deliveries", words.deliveries), ("variants", words.variants)]
        if self._peek(number.first - 1).text in words.splitting or self._is_batch_of_more(at):
            kinds.append(("deliveries", words.batches))
        for target, phrases in kinds:
            match = phrases.starting_at(self._tokens, at)
            if match is not None:
                return target, at + match[1] - 1
        return None

    def _is_batch_of_more(self, at: int) -> bool:
        """ "tres tandas de 500": the batches hold a number of their own."""
        match = self._words.batches.starting_at(self._tokens, at)
        if match is None or self._peek(at + match[1]).text not in self._words.of:
            return False
        return any(number.first == at + match[1] + 1 for number in self._numbers)

    def _after_adjective(self, at: int) -> int:
        return at + 1 if self._peek(at).text in self._words.adjectives else at

    # Goods -----------------------------------------------------------------------------------------------------

    def _container(self, number: Number, at: int, counted: Counted) -> Amount | None:
        """ "un 20 pies", "2x40HC", "two 20-foot containers": containers whose size is the number itself."""
        match = self._words.containers.starting_at(self._tokens, number.first)
        if match is None:
            return None
        last = number.first + match[1] - 1
        count, first = ONE, number.first
        before = self._numbers[at - 1] if at else None
        if (
            before is not None
            and before.last + 1 + (self._peek(before.last + 1).text in _TIMES) == number.first
        ):
            count, first = before.value, before.first
            if counted.goods and counted.goods[-1].number is before:
                counted.goods.pop()
        return Amount(count, first, last, unit=match[0], number=number)

    def _and_half(self, number: Number) -> Amount | None:
        """ "palet y medio": one and a half of a unit that no number counts."""
        if not number.is_fraction or self._peek(number.first - 1).text not in self._joiners:
            return None
        match = self._words.units.ending_at(self._tokens, number.first - 2)
        if match is None:
            return None
        return Amount(
            ONE + number.value, number.first - 1 - match[1], number.last, unit=match[0], number=number
        )

    def _amount(self, number: Number, at: int) -> Amount | None:
        if self._is_size(number, at):
            return None
        unit = self._unit(number)
        if unit is None:
            if number.is_glued or (number.is_article and self._peek(number.first).text in self._articles):
                return None
            return Amount(number.amount, number.first, number.last, number.multiplier, None, number)
        name, last = unit
        if self._peek(last + 1).text in self._joiners and self._peek(last + 2).text in self._halves:
            half = Decimal("0.5")  # "un palet y medio"
            return Amount(number.amount + half, number.first, last + 2, number.multiplier, name, number)
        value = number.value if name in _MEASURED else number.amount
        return Amount(value, number.first, last, number.multiplier, name, number)

    def _is_size(self, number: Number, at: int) -> bool:
        """ "20x30", "20 x 30 x 10 cm", and their like: measures of one piece."""
        after, before = self._peek(number.last + 1), self._peek(number.first - 1)
        if after.text in _TIMES and self._peek(number.last + 2).kind == DIGITS:
            return self._is_measured(number.last + 2)
        return before.text in _TIMES and at > 0 and self._numbers[at - 1].last == number.first - 2

    def _is_measured(self, at: int) -> bool:
        """The number after "x" is a measure too: no container ("2x40HC"), no design ("200 x 5 diseños")."""
        if self._words.containers.starting_at(self._tokens, at) is not None:
            return False
        counted = (self._words.designs, self._words.variants, self._words.deliveries)
        return not any(phrases.starting_at(self._tokens, at + 1) for phrases in counted)

    def _unit(self, number: Number) -> tuple[str, int] | None:
        """The unit that the number counts and its last token."""
        at = number.last + 1
        bound = self._after.starting_at(self._tokens, at)
        if bound is not None:  # "500+ unidades", "500 or more boxes"
            at += bound[1]
        if self._peek(at).text in self._of(number) and (
            number.multiplier != ONE or number.is_fraction or number.is_word
        ):
            at += 1
        known = self._known(number, at)
        if known is not None:
            return known
        if number.is_fraction or number.is_glued or number.is_article:
            return None
        noun = self._noun(number, at)
        if noun is None and number.multiplier == Decimal(12) and self._peek(at).text not in self._words.of:
            return PIECE, number.last
        return (PIECE, noun) if noun is not None else None

    def _of(self, number: Number) -> frozenset[str]:
        """ "half a pallet" skips the article, "two fifty a box" does not."""
        return self._words.of if number.is_fraction else self._words.of - self._articles

    def _known(self, number: Number, at: int) -> tuple[str, int] | None:
        """A unit of the word tables, an adjective skipped ("500 nuevas cajas")."""
        for start in (at, self._after_adjective(at)):
            match = self._words.units.starting_at(self._tokens, start)
            if match is None:
                continue
            token = self._peek(start)
            if number.is_glued or (number.is_article and token.text not in self._words.article_nouns):
                return None
            if match[1] == 1 and len(token.text) == 1 and self._is_abbreviation_of_more(start + 1):
                return None
            return match[0], start + match[1] - 1
        return None

    def _is_abbreviation_of_more(self, at: int) -> bool:
        """What follows a single letter makes it no unit: "300 t-shirts", "5 l/h", "1T 2027"."""
        return self._peek(at).text in ("/", "'", "´", "-") or self._peek(at).kind == DIGITS

    def _noun(self, number: Number, at: int) -> int | None:
        """The token of a plural noun in no table that the number counts: "1800 estuches", "500 shopping bags"."""
        if not self._is_asked and number.amount < FEWEST_UNKNOWN:
            return None
        if self._peek(number.first - 1).text in self._words.not_after:
            return None
        unlisted = self._words.open_adjectives
        for index in range(at, at + 4):
            token = self._peek(index)
            if token.text == "-":
                continue  # "300 t-shirts"
            touches = index == at and token.start == self._peek(at - 1).end
            if token.kind != WORD or touches or token.text in self._words.non_goods:
                return None
            if token.text in self._words.followers and token.text not in self._words.adjectives:
                return None
            if token.text.endswith("s") and len(token.text) > 3:
                return None if token.text.endswith(self._words.verb_endings) else index
            if token.text in self._words.adjectives:
                continue
            unlisted -= 1
            if unlisted < 0:
                return None
        return None
