"""The numbers of a message with the currency that stands beside each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.extract.bare import followers
from bot.extract.currency import Beside, CurrencyReader, currency_words, prefixed_code
from bot.extract.intervals import Amount, bound_words
from bot.extract.model import Context, Text
from bot.extract.number import ONE, Number
from bot.extract.number_words import number_words
from bot.extract.numbers import find_counts
from bot.extract.tokens import DIGITS, SIGN, WORD, Token, tokens
from bot.extract.words import table

LOCAL = "local"  # money for sure, in the currency of the conversation
_SHORT = 6  # tokens of a reply in which "1m" can only be a budget
_HUNDRED = Decimal(100)
_LETTERS = {
    "k": Decimal(1000),
    "m": Decimal(10**6),
    "mm": Decimal(10**6),
    "b": Decimal(10**9),
    "bn": Decimal(10**9),
}
_FAMILY_SIGNS = frozenset({"$", "peso"})
_NO_TOKEN = Token(SIGN, "", -1, -1)


class MoneyAmounts:
    """Reads each number with its currency, left to right; a currency word serves one number."""

    def __init__(self, text: Text, context: Context) -> None:
        self._tokens = tokens(text)
        self._numbers = find_counts(text, context.language)
        self._currencies = CurrencyReader(text, context)
        self._words = currency_words(context.language)
        self._number_words = number_words(context.language)
        rows = table(context.language, "money")
        self._slang = {word: Decimal(value) for value, words in rows["scales"].items() for word in words}
        self._joins, self._of = frozenset(rows["cent_joins"]), frozenset(rows["of"])
        self._language = context.language
        self._is_asked = context.asked == "budget"
        self._followers = followers(context.language) | {"la", "cada", "each", "per", "a"}
        self._used = -1

    def amounts(self) -> list[Amount]:
        """Every number in order, the unit None when no currency is beside it."""
        found: list[Amount] = []
        at = 0
        while at < len(self._numbers):
            number = self._numbers[at]
            amount = self._amount(number)
            minor = self._minor(amount, at) if amount.unit else None
            if (amount.unit and not self._is_denied(number)) or not self._is_article(number):
                found.append(minor or amount)
                self._used = found[-1].last
            at += 2 if minor else 1
        return found

    def settled(self, meaning: str | None) -> str:
        """The ISO code meant by what stands beside a number."""
        return self._currencies.settled(None if meaning == LOCAL else meaning)

    def _is_denied(self, number: Number) -> bool:
        """ "ni un euro más"."""
        before = self._peek(number.first - 1).text
        return self._is_article(number) and before in bound_words(self._language).negations

    def _is_article(self, number: Number) -> bool:
        return number.is_article and self._tokens[number.first].text in self._number_words.articles

    def _peek(self, at: int) -> Token:
        return self._tokens[at] if 0 <= at < len(self._tokens) else _NO_TOKEN

    def _amount(self, number: Number) -> Amount:
        before = self._before(number)
        scale, last = self._letters(number, is_money=before is not None)
        after = self._after(number, last, before)
        if before is None and after is None:
            if scale != ONE:
                return Amount(number.amount * scale, number.first, last, scale, LOCAL, number)
            return self._without_sign(number)
        if after is not None:
            last = after.last
            word = self._peek(last + 1).text
            if scale == ONE and number.multiplier == ONE and word in self._number_words.plural_scales:
                scale, last = self._number_words.plural_scales[word], last + 1
        meaning = self._meaning(before, after)
        first = before.first if before else number.first
        return Amount(number.amount * scale, first, last, number.multiplier * scale, meaning, number)

    def _meaning(self, before: Beside | None, after: Beside | None) -> str | None:
        if before is None or (after is not None and before.meaning in _FAMILY_SIGNS):
            return after.meaning if after else None
        return before.meaning

    def _before(self, number: Number) -> Beside | None:
        """The currency that ends right before the number and belongs to no earlier one."""
        at = number.first - 1
        found = None if number.is_article else self._currencies.before(at)
        if found is None or found.first <= self._used:
            return None
        touches = self._peek(at).end == self._peek(number.first).start
        if found.is_name and not touches and self._peek(number.last + 1).kind == WORD:
            return None  # "pagamos en pesos 500 cajas"
        return found

    def _after(self, number: Number, last: int, before: Beside | None) -> Beside | None:
        """The currency that starts right after the number, "de" skipped after a scale."""
        at = last + 1
        if self._peek(at).text in self._of and (number.multiplier != ONE or number.is_fraction):
            at += 1
        if (
            self._peek(at).text in "-–"
            and self._peek(at).text
            and self._peek(at).end == self._peek(at + 1).start
        ):
            at += 1  # "a 12-cent stamp"
        elif (
            self._peek(at).text in (",", ".")
            and self._peek(at + 1).text == "-"
            and self._peek(at).start == number.end
        ):
            at += 2  # "50,- €"
        found = self._currencies.after(at)
        if found is None or self._belongs_to_next(found, number):
            return None
        if number.is_article and self._peek(found.last).kind == SIGN:
            return None  # "a $500 voucher"
        if before is not None and not self._agree(before, found):
            return None
        return found

    def _agree(self, before: Beside, after: Beside) -> bool:
        """ "$500 MXN" and "$10 dollars" name one currency; "rmb 10 usd 20" two."""
        if before.meaning == after.meaning:
            return True
        families = self._words.pesos | self._words.dollars | _FAMILY_SIGNS
        return before.meaning == "$" and after.meaning in families

    def _belongs_to_next(self, found: Beside, number: Number) -> bool:
        """ "3 USD50 cards", "$10 $20": the sign touches the number after it, not the one before."""
        following = self._peek(found.last + 1)
        end = self._peek(found.last).end
        apart = self._peek(found.first).start > number.end
        return following.kind == DIGITS and following.start == end and apart

    def _letters(self, number: Number, *, is_money: bool) -> tuple[Decimal, int]:
        """ "$1.5m", "2m€": letters after digits that are a scale because a currency is beside them."""
        token = self._peek(number.last + 1)
        scale = _LETTERS.get(token.text)
        if scale is None or number.is_word or number.multiplier != ONE or token.start != number.end:
            return ONE, number.last
        after = self._currencies.after(number.last + 2)
        touches = after is not None and self._peek(after.first).start <= token.end + 1
        is_meant = is_money or touches or (self._is_asked and len(self._tokens) <= _SHORT)
        return (scale, number.last + 1) if is_meant else (ONE, number.last)

    def _without_sign(self, number: Number) -> Amount:
        """Cents, slang ("20 lucas") and joined codes ("30 MUSD"); else an amount without a unit."""
        at = number.last + 1
        cents = self._currencies.cents(at + (self._peek(at).text == "-"))
        if cents is not None and self._is_cent(number, cents[0], at):
            last = at + (self._peek(at).text == "-") + cents[1] - 1
            return Amount(
                number.value / _HUNDRED,
                number.first,
                last,
                ONE,
                "GBP" if cents[0] == "pence" else LOCAL,
                number,
            )
        is_counting = number.is_fraction or number.is_word
        if is_counting and self._peek(at).text in self._number_words.of:
            at += self._peek(at + 1).text in self._slang  # "half a grand", "a couple of grand"
        scale = self._slang.get(self._peek(at).text)
        if scale is not None:
            return Amount(number.amount * scale, number.first, at, number.multiplier * scale, LOCAL, number)
        for beside, first, last in (
            (at, number.first, at),
            (number.first - 1, number.first - 1, number.last),
        ):
            code = prefixed_code(self._peek(beside), self._words) if beside > self._used else None
            if code is not None and number.multiplier == ONE:
                scale = _LETTERS[code[0]]
                return Amount(number.amount * scale, first, last, scale, code[1], number)
        return Amount(number.amount, number.first, number.last, number.multiplier, None, number)

    def _is_cent(self, number: Number, kind: str, at: int) -> bool:
        """A single letter ("5 c", "20 p") is a cent only when it touches digits."""
        token = self._peek(at)
        return len(token.text) > 1 or token.kind == SIGN or (not number.is_word and token.start == number.end)

    def _minor(self, major: Amount, at: int) -> Amount | None:
        """ "15 euros con 50", "3 dollars and 20 cents", "$20 43": the major amount with its cents."""
        if at + 1 >= len(self._numbers) or major.value % 1 or major.multiplier != ONE:
            return None
        minor = self._numbers[at + 1]
        joined = self._peek(major.last + 1).text in self._joins
        if (
            minor.is_fraction
            and joined
            and minor.first == major.last + 2
            and self._is_end(minor, is_joined=True)
        ):
            return replace(major, value=major.value + minor.value, last=minor.last)  # "2 euros y medio"
        if minor.first != major.last + 1 + joined or not 0 <= minor.value < _HUNDRED:
            return None
        if not (minor.is_word or self._peek(minor.last).text.isdecimal()):
            return None
        cents = self._currencies.cents(minor.last + 1)
        if cents is not None and self._is_cent(minor, cents[0], minor.last + 1):
            last = minor.last + cents[1]
        elif self._is_end(minor, is_joined=False) and (joined or minor.value >= 10) and major.value < 1000:
            last = minor.last
        else:
            return None
        return Amount(major.value + minor.value / _HUNDRED, major.first, last, ONE, major.unit, major.number)

    def _is_end(self, number: Number, *, is_joined: bool) -> bool:
        following = self._peek(number.last + 1)
        if is_joined and following.text in self._followers:
            return True
        is_code = following.kind == WORD or (
            following.kind == SIGN and following.text not in ("", ".", ",", ")", "!", "?")
        )
        return not is_code and not number.is_glued and number.multiplier == ONE
