"""The pass over a message's tokens that reads its numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.extract.digits import VULGAR, read_digits
from bot.extract.model import Text
from bot.extract.number import ONE, Number
from bot.extract.number_sum import NumberSum
from bot.extract.number_words import NumberWords
from bot.extract.tokens import DIGITS, SIGN, WORD, Token

_DASHES = "-−–"
_DENOMINATORS = frozenset("2 3 4 5 6 8 10 16 100 1000".split())
_LONGEST_CODE = 24
_CODE_BEFORE = re.compile(r"(?<![\da-z])[a-z]+\d*[-−–]$")  # "scp2-173", but not "3km-5km"
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
            if not is_number or self._is_percent_word(first):
                self._at += 1
                continue
            number = self._number()
            if number is None:
                self._at = first + 1
            else:
                numbers.append(number)
        return numbers

    def _is_percent_word(self, at: int) -> bool:
        """ "por ciento": no number of its own."""
        words = self._words
        return at > 0 and self._cut[at].text in words.percent_words and self._cut[at - 1].text in words.percent_before

    def _number(self) -> Number | None:
        first = self._at
        self._total, self._grouped = NumberSum(), None
        self._is_fraction = self._is_vague = False
        is_negative = self._take_minus_word()
        if self._take_opening() or self._take_part():
            while self._take_part():
                pass
        if self._total.is_empty or self._is_only_vague(first):
            return None
        collective = self._take_collective()
        self._take_vague()
        return self._made(first, is_negative=is_negative, collective=collective)

    def _made(self, first: int, *, is_negative: bool, collective: Decimal) -> Number:
        start, last = self._cut[first].start, self._at - 1
        multiplier = self._total.multiplier * collective
        is_word = all(token.kind != DIGITS for token in self._cut[first : last + 1])
        is_glued = not is_word and self._is_glued(first, last)
        if self._cut[first].kind == DIGITS and self._has_point_before(first):
            first -= 1
            start = self._cut[first].start
        if self._has_dash_before(first):
            first, is_negative = first - 1, True
            start = self._cut[first].start
        sign = -1 if is_negative else 1
        return Number(
            value=sign * self._total.value * collective,
            start=start,
            end=self._cut[last].end,
            is_word=is_word,
            is_article=is_word and first == last and self._words.words.get(self._cut[first].text) == ONE,
            is_vague=self._is_vague,
            is_fraction=self._is_fraction and multiplier == ONE,
            is_glued=is_glued,
            multiplier=multiplier,
            grouped=None if self._grouped is None or multiplier != ONE else sign * self._grouped,
            first=first,
            last=last,
        )

    # Parts -----------------------------------------------------------------------------------------------------

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        return self._cut[at] if 0 <= at < len(self._cut) else _END

    def _take_opening(self) -> bool:
        """ "a million", "medio millón", "half a dozen", "quarter million": true when one was taken."""
        words, steps = self._words, 0
        if self._peek().text in words.articles and self._peek(1).text in words.halves:
            steps = 1
        value = Decimal("0.5") if self._peek(steps).text in words.halves else None
        if value is None and self._peek().text in words.fractions:
            value = 1 / words.fractions[self._peek().text]
        if value is None:
            return self._take_article()
        ahead = steps + 1
        while self._peek(ahead).text in words.of and ahead < steps + 3:
            ahead += 1
        if not self._is_scale(self._peek(ahead)) and (self._peek(steps).text in words.fractions):
            return False
        self._is_fraction = True
        self._total.group = value
        self._at += ahead if self._is_scale(self._peek(ahead)) else steps + 1
        return True

    def _take_article(self) -> bool:
        words, following = self._words, self._peek(1).text
        if self._peek().text not in words.articles or self._peek().text in words.words:
            return False
        if not (following in words.hundreds or self._is_scale(self._peek(1)) or following in words.fractions):
            return False
        self._total.group = ONE
        self._at += 1
        return True

    def _is_scale(self, token: Token) -> bool:
        words = self._words
        return (
            token.text in words.scales
            or token.text in words.collectives
            or (not self._total.is_empty and token.text in words.plural_scales)
        )

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
            self._peek().text not in _DASHES
            or value >= 10
            or (self._total.group or 0) < 20
            or self._total.is_digits
        ):
            return False
        if not self._total.add_word(value):
            return False
        self._at += 2
        return True

    def _take_after(self, steps: int, take: object) -> bool:
        self._at += steps
        if callable(take) and take():
            return True
        self._at -= steps
        return False

    def _take_word(self, word: str) -> bool:
        words, total = self._words, self._total
        if word in words.words and (total.group is None or word not in words.articles):
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
        if self._total.group is None or not self._total.is_digits:
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
        if (token.text in words.halves or token.text in words.fractions) and not self._is_scale(
            self._peek(half + 1)
        ):
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
        is_open = not total.is_digits and total.group >= 100 and total.group % 100 == 0
        return (
            is_open and self._peek(2).text not in self._words.hundreds and not self._is_scale(self._peek(2))
        )

    def _take_after_and(self) -> bool:
        token = self._peek()
        if token.kind == DIGITS:
            return self._take_digits(joined=True)
        return token.text in self._words.words and self._take_word(token.text)

    def _step(self) -> bool:
        self._at += 1
        return True

    # Digits ----------------------------------------------------------------------------------------------------

    def _take_digits(self, *, joined: bool) -> bool:
        token = self._peek()
        read = read_digits(token.text, self._words.decimal)
        if read is None:
            return False
        value, grouped = read
        if self._has_point_before(self._at):
            value, grouped = Decimal(f"0.{token.text}"), None
        fraction, steps = self._slash_fraction(value)
        if self._total.is_empty:
            self._grouped = grouped
        if fraction is not None:
            self._is_fraction = fraction < 1
            value = fraction
        exponent = self._exponent()
        if exponent:
            value, steps, self._grouped = value.scaleb(exponent[0]), exponent[1], None
        if not self._total.add_digits(value, joined=joined):
            return False
        self._at += steps
        return True

    def _has_point_before(self, at: int) -> bool:
        """ ".77" and ",08": a point touches the digits and nothing touches the point."""
        if at == 0:
            return False
        token, point = self._cut[at], self._cut[at - 1]
        if point.text not in (".", ",") or point.end != token.start or not token.text.isdecimal():
            return False
        return point.start == 0 or self._folded[point.start - 1] in " -−(€$£"

    def _slash_fraction(self, value: Decimal) -> tuple[Decimal | None, int]:
        """ "3/4" or "2 1/2" and how many tokens it took; (None, 1) when it is none."""
        if self._ratio(0) is not None and not self._is_slash(-1) and not self._is_slash(3):
            return self._ratio(0), 3
        ratio = self._ratio(1)
        is_mixed = ratio is not None and ratio < 1 and self._peek(1).start - self._peek().end in (1, 2)
        if is_mixed and ratio is not None and value % 1 == 0 and not self._is_slash(4):
            return value + ratio, 4
        return None, 1

    def _ratio(self, ahead: int) -> Decimal | None:
        over, under = self._peek(ahead), self._peek(ahead + 2)
        is_near = self._peek(ahead + 1).text == "/" and under.start == over.end + 1
        if not (is_near and over.text.isdecimal() and under.text in _DENOMINATORS and len(over.text) < 4):
            return None
        ratio = Decimal(over.text) / Decimal(under.text)
        return ratio if 0 < ratio < 1 else None

    def _is_slash(self, ahead: int) -> bool:
        return self._peek(ahead).text == "/"

    def _exponent(self) -> tuple[int, int] | None:
        """The power of ten and the tokens taken of "12e+14"."""
        sign = 1 if self._peek(2).text in ("+", *_DASHES) and self._peek(2).text else 0
        digits = self._peek(2 + sign)
        if (
            self._peek(1).text != "e"
            or self._peek(1).start != self._peek().end
            or not digits.text.isdecimal()
        ):
            return None
        if digits.start != self._peek(1).end + sign or len(digits.text) > 3:
            return None
        return int(digits.text) * (-1 if sign and self._peek(2).text != "+" else 1), 3 + sign

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
        if self._peek().text in _DASHES:
            return self._take_hyphenated()
        value = self._words.words.get(self._peek().text)
        return value is not None and self._total.add_word(value) and self._step()

    # What stands around ----------------------------------------------------------------------------------------

    def _take_minus_word(self) -> bool:
        if self._peek().text not in self._words.minus:
            return False
        before = self._peek(-1)
        if (
            before.kind == DIGITS
            or before.text in self._words.not_minus_after
            or before.text in self._words.words
        ):
            return False
        following = self._peek(1)
        if following.kind != DIGITS and following.text not in self._words.words | self._words.scales:
            return False
        self._at += 1
        return True

    def _has_dash_before(self, first: int) -> bool:
        """A dash is a sign when it touches the number and follows nothing that a range could start with."""
        if first == 0 or self._cut[first - 1].text not in _DASHES:
            return False
        dash = self._cut[first - 1]
        if dash.end != self._cut[first].start:
            return first == 1 and self._at == len(self._cut)
        if first == 1:
            return True
        before = self._cut[first - 2]
        return (
            before.kind == SIGN and before.text not in _DASHES + "/"
            if before.end == dash.start
            else before.kind == WORD
        )

    def _is_glued(self, first: int, last: int) -> bool:
        start, end = self._cut[first].start, self._cut[last].end
        before = self._folded[start - 1 : start]
        if before and (before.isalpha() or before in "#@_/:^"):
            return True
        if before in _DASHES and _CODE_BEFORE.search(self._folded, max(0, start - _LONGEST_CODE), start):
            return True
        return self._folded[end : end + 1] in ("/", ":") and self._folded[end + 1 : end + 2].isdigit()

    def _is_only_vague(self, first: int) -> bool:
        """ "varios mil", "several thousand": no number at all."""
        words, token = self._words, self._cut[first]
        is_bare = token.text in words.scales or token.text in words.hundreds or token.text in words.fractions
        return is_bare and first > 0 and self._cut[first - 1].text in words.vague_before

    def _take_collective(self) -> Decimal:
        """What "docenas" or "un par de miles" multiplies by, 1 when there is none."""
        words, word = self._words, self._peek().text
        value = words.plural_collectives.get(word) or words.collectives.get(word)
        if value is None:
            return ONE
        self._at += 1
        ahead = 1 if self._peek().text in words.of else 0
        scale = words.plural_scales.get(self._peek(ahead).text) or words.scales.get(self._peek(ahead).text)
        scale = (
            scale
            or words.plural_collectives.get(self._peek(ahead).text)
            or words.hundreds.get(self._peek(ahead).text)
        )
        if scale is None:
            return value
        self._at += ahead + 1
        return value * scale

    def _take_vague(self) -> None:
        words = self._words
        ahead = 1 if self._peek().text in words.joiners or self._peek().text in _DASHES else 0
        if self._peek(ahead).text in words.vague_after and self._peek().text:
            self._is_vague = True
            self._at += ahead + 1
