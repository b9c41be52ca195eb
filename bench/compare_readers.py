"""What Recognizers-Text and price-parser find in lines of the understanding data.

Runs in an environment of its own (Python 3.10, requirements/compare.txt), reads lines from stdin and prints one JSON object
for each: ``{"library": {"found": [value, …], "seconds": …}}``. Values are floats, ``[low, high]`` or ISO dates.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from typing import Any

from price_parser import Price  # type: ignore[import-not-found]  # not in this environment
from recognizers_date_time import DateTimeRecognizer  # type: ignore[import-not-found]  # not in this environment
from recognizers_number import NumberRecognizer  # type: ignore[import-not-found]  # not in this environment
from recognizers_number_with_unit import NumberWithUnitRecognizer  # type: ignore[import-not-found]  # not in this environment

_CULTURES = {"es": "es-es", "en": "en-us", "mul": "en-us"}


class Recognizers:
    """The library's models for a culture, made once."""

    def __init__(self, culture: str) -> None:
        units, numbers = NumberWithUnitRecognizer(culture), NumberRecognizer(culture)
        self._currency, self._dimension = units.get_currency_model(), units.get_dimension_model()
        self._number = numbers.get_number_model()
        self._time = DateTimeRecognizer(culture).get_datetime_model()

    def read(self, line: dict[str, Any]) -> list[Any]:
        """The values found in the line, by its kind."""
        kind, text = line["kind"], line["text"]
        if kind in ("money", "price"):
            return _amounts(self._currency.parse(text)) or _amounts(self._number.parse(text))
        if kind == "numrange":
            return _amounts(self._number.parse(text))
        if kind == "dimension":
            return _amounts(self._dimension.parse(text))
        return self._times(line)

    def _times(self, line: dict[str, Any]) -> list[Any]:
        told = line.get("ref") or ""
        reference = datetime.fromisoformat(told) if told[:4].isdigit() else datetime(2026, 11, 23)  # noqa: DTZ001 (the library wants naive times)
        found = self._time.parse(line["text"], reference)
        values = [
            one.resolution["values"][-1] for one in found if one.resolution and one.resolution.get("values")
        ]
        if line["kind"] == "duration":
            return [float(value["value"]) for value in values if value.get("type") == "duration"]
        return [value.get("end") or value.get("value") or value.get("start") for value in values]


def _amounts(found: list[Any]) -> list[Any]:
    values = [one.resolution.get("value") for one in found if one.resolution]
    return [float(value) for value in values if value not in (None, "null")]


def _price(text: str) -> list[Any]:
    amount = Price.fromstring(text).amount
    return [] if amount is None else [float(amount)]


def main() -> None:
    """Reads stdin to its end."""
    models = {language: Recognizers(culture) for language, culture in _CULTURES.items()}
    for row in sys.stdin:
        line = json.loads(row)
        answer: dict[str, Any] = {}
        started = time.perf_counter()
        try:
            found = models[line["lang"]].read(line)
        except (ValueError, KeyError, AttributeError, TypeError, IndexError, OverflowError):
            found = []  # the library fails on some of its own examples
        answer["Recognizers-Text"] = {"found": found, "seconds": time.perf_counter() - started}
        if line["kind"] in ("money", "price"):
            started = time.perf_counter()
            answer["price-parser"] = {"found": _price(line["text"]), "seconds": time.perf_counter() - started}
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
