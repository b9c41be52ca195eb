"""Every number of a message, in digits or in words, in either convention of separators."""

from __future__ import annotations

from bot.extract.model import Text
from bot.extract.number import ONE, Number
from bot.extract.number_reader import NumberReader
from bot.extract.number_words import number_words
from bot.extract.tokens import tokens

__all__ = ["Number", "find_counts", "find_numbers"]


def find_numbers(text: Text, language: str) -> list[Number]:
    """The message's numbers in order, without overlaps; computed once per text and language."""
    key = f"numbers/{language}"
    found: list[Number] | None = text.cache.get(key)
    if found is None:
        found = text.cache[key] = NumberReader(text, tokens(text), number_words(language)).read()
    return found


def find_counts(text: Text, language: str) -> list[Number]:
    """The numbers, and each article that stands for one ("a pallet", "under a euro") as a number of its own."""
    articles = number_words(language).articles
    numbers = find_numbers(text, language)
    taken = {at for number in numbers for at in range(number.first, number.last + 1)}
    ones = [
        Number(ONE, token.start, token.end, is_word=True, is_article=True, first=at, last=at)
        for at, token in enumerate(tokens(text))
        if token.text in articles and at not in taken
    ]
    return sorted([*numbers, *ones], key=lambda number: number.first) if ones else numbers
