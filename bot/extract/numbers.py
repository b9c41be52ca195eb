"""Every number of a message, in digits or in words, in either convention of separators."""

from __future__ import annotations

from bot.extract.model import Text
from bot.extract.number import Number
from bot.extract.number_reader import NumberReader
from bot.extract.number_words import number_words
from bot.extract.tokens import tokens

__all__ = ["Number", "find_numbers"]


def find_numbers(text: Text, language: str) -> list[Number]:
    """The message's numbers in order, without overlaps; computed once per text and language."""
    key = f"numbers/{language}"
    found: list[Number] | None = text.cache.get(key)
    if found is None:
        found = text.cache[key] = NumberReader(text, tokens(text), number_words(language)).read()
    return found
