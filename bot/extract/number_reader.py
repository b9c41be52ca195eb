"""The pass over a message's tokens that reads its numbers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from bot.extract.digits import VULGAR
from bot.extract.figures import DASHES, has_point_before, read_figures
from bot.extract.model import Text
from bot.extract.number import ONE, Number
from bot.extract.number_edges import (
    collective,
    has_dash_before,
    has_minus_word,
    is_glued,
    is_only_vague,
    is_percent_word,
    vague_length,
)
from bot.extract.number_opening import is_scale, opening
from bot.extract.number_sum import NumberSum
from bot.extract.number_words import NumberWords
from bot.extract.tokens import DIGITS, SIGN, WORD, Token

_END = Token(SIGN, "", -1, -1)


class NumberReader:
    """Reads each number once, left to right; ``at`` is the index of the next token."""

    def __init__(self, text: Text, cut: list[Token], words: NumberWords) -> None:
        self._raw, self._folded = text.raw, text.folded
        self._cut, self._words = cut, words
        self._shares = words.halves | words.fractions.keys()
        self._at = 0
        self._total = NumberSum()
        self._grouped: Decimal | None = None
        self._is_fraction = False
        self._is_vague = False

    def read(self) -> list[Number]:
        """The numbers in order, without overlaps."""
        numbers: list[Number] = []
        starts = self._words.starts
        while self._at < len(self._cut):
            token = self._cut[self._at]
            first = self._at
            is_number = token.kind == DIGITS or token.text in starts or token.text in VULGAR
            if not is_number or is_percent_word(self._cut, first, self._words):
                self._at += 1
                continue
            number = self._number()
            if number is None:
                self._at = first + 1
            else:
                numbers.append(number)
        return numbers

    def _number(self) -> Number | None:
        first = self._at
        self._total, self._grouped = NumberSum(), None
        self._is_fraction = self._is_vague = False
        is_negative = has_minus_word(self._cut, first, self._words)
        self._at += is_negative
        if self._take_opening() or self._take_part():
            while self._take_part():
                pass
        if self._total.is_empty or is_only_vague(self._cut, first, self._words):
            return None
        times, steps = collective(self._cut, self._at, self._words)
        self._at += steps
        vague = vague_length(self._cut, self._at, self._words)
        self._at += vague
        self._is_vague = vague > 0
        if vague and self._is_scale(self._peek()):
            self._take_part()  # "20 y pico mil"
        return self._made(first, is_negative=is_negative, times=times)

    def _made(self, first: int, *, is_negative: bool, times: Decimal) -> Number:
        cut, last = self._cut, self._at - 1
        is_word = all(token.kind != DIGITS for token in cut[first : last + 1])
        is_article = is_word and first == last and self._words.words.get(cut[first].text) == ONE
        glued = not is_word and is_glued(self._folded, cut[first].start, cut[last].end)
        if cut[first].kind == DIGITS and has_point_before(cut, first, self._folded):
            first -= 1
        if has_dash_before(cut, first, is_last=self._at == len(cut)):
            first, is_negative = first - 1, True
        sign = -1 if is_negative else 1
        multiplier = self._total.multiplier * times
        return Number(
            value=sign * self._total.value * times,
            start=cut[first].start,
            end=cut[last].end,
            is_word=is_word,
            is_article=is_article,
            is_vague=self._is_vague,
            is_fraction=self._is_fraction and multiplier == ONE,
            is_glued=glued,
            multiplier=multiplier,
            grouped=None if self._grouped is None or multiplier != ONE else sign * self._grouped,
            first=first,
            last=last,
        )

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        return self._cut[at] if 0 <= at < len(self._cut) else _END

    def _take_opening(self) -> bool:
        found = opening(self._cut, self._at, self._words)
        if found is None:
            return False
        self._total.group, self._is_fraction = found.value, found.is_fraction
        self._at += found.length
        return True

    def _is_scale(self, token: Token) -> bool:
        is_plural = not self._total.is_empty and token.text in self._words.plural_scales
        return is_plural or is_scale(token.text, self._words)

    def _take_part(self) -> bool:
        token = self._peek()
        if token.kind == DIGITS:
            return self._take_digits(joined=False)
        if token.kind == WORD:
            return self._take_word(token.text) or self._take_joined()
        if token.text in VULGAR:
            return self._take_vulgar(token.text)
        return self._take_hyphenated()

    def _take_hyphenated(self) -> bool:
        """ "twenty-five": true when the hyphen and the word after it belong to the number."""
        value = self._words.words.get(self._peek(1).text, Decimal(10))
        if (
            self._peek().text not in DASHES
            or value >= 10
            or (self._total.group or 0) < 20
            or self._total.is_digits
        ):
            return False
        if not self._total.add_word(value):
            return False
        self._at += 2
        return True

    def _take_after(self, steps: int, take: Callable[[], bool]) -> bool:
        self._at += steps
        if take():
            return True
        self._at -= steps
        return False

    def _take_word(self, word: str) -> bool:
        words, total = self._words, self._total
        # "setecientos un mil": the article after hundreds is the one of 701,000.
        is_one = total.is_round_hundreds and self._peek(1).text in words.multipliers
        if word in words.words and (total.group is None or is_one or word not in words.articles):
            taken = total.add_word(words.words[word])
        elif word in words.hundreds:
            taken = total.hundreds()
        elif word in words.scales:
            taken = total.scale(words.scales[word])
        elif word in words.plural_scales and not total.is_empty:
            taken = total.scale(words.plural_scales[word])
        elif word in words.fractions and total.group is not None and not total.parts:
            return self._take_denominator(words.fractions[word])
        elif word in words.points:
            return self._take_decimals()
        else:
            return self._take_suffix(word)
        self._at += taken
        return taken

    def _take_suffix(self, word: str) -> bool:
        """ "10k", "10 k", "1,5M": true when the letters after digits are a scale."""
        words, token = self._words, self._peek()
        if self._total.group is None:
            return False
        gap = token.start - self._peek(-1).end
        if word in words.suffixes and (gap == 0 or (gap == 1 and self._may_stand_alone())):
            scale = words.suffixes[word]
        elif word in words.upper_suffixes and gap <= 1 and self._raw[token.start : token.end].isupper():
            scale = words.upper_suffixes[word]
        else:
            return False
        if self._peek(1).start == token.end and self._peek(1).kind == DIGITS:
            return False  # "5M2", "24703m212"
        self._at += 1
        return self._total.scale(scale)

    def _may_stand_alone(self) -> bool:
        following = self._peek(1)
        is_small = (self._total.group or 0) < 1000
        return is_small and (following.kind != WORD or following.text in self._words.after_spaced_suffix)

    def _take_denominator(self, denominator: Decimal) -> bool:
        if (self._total.group or 0) >= denominator and not self._total.is_digits and denominator <= 4:
            return False
        self._total.group = (self._total.group or ONE) / denominator
        self._is_fraction = True
        self._at += 1
        ahead = 0
        while self._peek(ahead).text in self._words.of and ahead < 2:
            ahead += 1
        if self._is_scale(self._peek(ahead)):
            self._at += ahead
        return True

    def _take_vulgar(self, sign: str) -> bool:
        if self._total.parts:
            return False
        self._is_fraction = self._total.group is None
        self._total.group = (self._total.group or Decimal(0)) + VULGAR[sign]
        self._total.is_digits = True
        self._at += 1
        return True

    def _take_joined(self) -> bool:
        """ "treinta y uno", "hundred and six", "millón y medio": true when the joiner belongs to the number."""
        words, total, following = self._words, self._total, self._peek(1)
        if self._peek().text not in words.joiners or total.is_empty:
            return False
        half = 2 if following.text in words.articles and self._peek(2).text in self._shares else 1
        token = self._peek(half)
        is_own_number = self._is_scale(self._peek(half + 1)) and bool(
            total.parts
        )  # "a billion and half a million"
        if token.text in self._shares and not is_own_number:
            total.share(Decimal("0.5") if token.text in words.halves else 1 / words.fractions[token.text])
            self._at += half + 1
            return True
        if words.and_joins == "tens":
            is_open = total.group is not None and not total.is_digits and 30 <= total.group % 100 < 100
            is_fit = is_open and words.words.get(following.text, Decimal(99)) < 10
            return is_fit and self._take_after(
                1, lambda: total.add_word(words.words[self._peek().text]) and self._step()
            )
        return self._joins_hundreds() and self._take_after(1, self._take_after_and)

    def _joins_hundreds(self) -> bool:
        total = self._total
        if total.group is None:
            return not self._is_scale(self._peek(2))
        return total.is_round_hundreds and self._peek(2).text not in self._words.hundreds

    def _take_after_and(self) -> bool:
        token = self._peek()
        if token.kind == DIGITS:
            return self._take_digits(joined=True)
        return token.text in self._words.words and self._take_word(token.text)

    def _step(self) -> bool:
        self._at += 1
        return True

    def _take_digits(self, *, joined: bool) -> bool:
        figures = read_figures(self._cut, self._at, self._folded, self._words)
        if figures is None:
            return False
        is_whole = self._total.is_empty
        following = self._peek(figures.length).text
        joined = joined or following in self._words.hundreds
        if not self._total.add_digits(figures.value, joined=joined):
            return False
        self._grouped = figures.grouped if is_whole else None
        self._is_fraction = figures.is_fraction
        self._at += figures.length
        return True

    def _take_decimals(self) -> bool:
        """ "uno coma cinco", "zero point zero five": true when figures follow the word for the point."""
        total, start = self._total, self._at
        if total.group is None:
            return False
        self._at += 1
        decimals = ""
        while self._peek().text in self._words.words and self._words.words[self._peek().text] == 0:
            decimals += "0"
            self._at += 1
        tail, self._total = self._total, NumberSum()
        while self._take_figure():
            pass
        decimals, self._total = decimals + (str(self._total.value) if not self._total.is_empty else ""), tail
        if not decimals.isdecimal():
            self._at = start
            return False
        total.group = total.group + Decimal(f"0.{decimals}")
        return True

    def _take_figure(self) -> bool:
        if self._peek().kind == DIGITS:
            return self._peek().text.isdecimal() and self._take_digits(joined=False)
        if self._peek().text in self._words.joiners:
            return self._take_joined()
        if self._peek().text in DASHES:
            return self._take_hyphenated()
        value = self._words.words.get(self._peek().text)
        return value is not None and self._total.add_word(value) and self._step()
