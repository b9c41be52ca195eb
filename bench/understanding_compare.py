"""Recognizers-Text and price-parser on the same lines, in an environment of their own.

They are judged kindly: the value alone counts, not its currency or unit, and a period's end may be either of the two days
that libraries mean by it.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from bench.understanding_values import Line, as_list, close, measure_in_base

KINDS = ("money", "price", "numrange", "dimension", "duration", "deadline")
_READERS = Path(__file__).with_name("compare_readers.py")
_PYTHON = os.environ.get("COMPARE_PYTHON", ".venv-compare/bin/python")


def compared(lines: Iterable[Line]) -> str:
    """A table of the libraries' figures; says how to make their environment when it is missing."""
    if not Path(_PYTHON).exists():
        return f"no {_PYTHON}: make it with Python 3.10 from requirements/compare.txt, or set COMPARE_PYTHON"
    chosen = [line for line in lines if line["kind"] in KINDS and not line.get("neg")]
    done = subprocess.run(
        [_PYTHON, str(_READERS)],
        input="\n".join(json.dumps(line) for line in chosen),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    rows: dict[str, list[float]] = {}
    for line, told in zip(chosen, done.stdout.splitlines(), strict=True):
        for library, reading in json.loads(told).items():
            row = rows.setdefault(f"{library:<18}{line['kind']}/{line['lang']}", [0, 0, 0.0])
            row[0] += 1
            row[1] += is_right_value(line, reading["found"])
            row[2] += reading["seconds"]
    return "\n".join(
        f"{name:<38}{count:>6.0f}{right / count:>9.1%}{count / seconds:>10.0f} texts/s"
        for name, (count, right, seconds) in rows.items()
    )


def is_right_value(line: Line, found: list[Any]) -> bool:
    """True when the values are the line's, and no others."""
    values = [line["value"], *([line["alt"]] if "alt" in line else [])]
    return any(_is_same(line, value, found) for value in values)


def _is_same(line: Line, value: Any, found: list[Any]) -> bool:
    if line["kind"] == "deadline":
        return any(_is_near_day(one, value["end"] if isinstance(value, dict) else value) for one in found)
    if line["kind"] == "price":
        return bool(found) and close(found[0], value)
    wanted = [one for one in as_list(value) if one is not None]
    if any(isinstance(one, dict) for one in wanted) or len(found) != len(wanted):
        return False  # neither library reads intervals
    return all(_is_close(one, want, line) for one, want in zip(found, wanted, strict=True))


def _is_close(one: Any, want: float, line: Line) -> bool:
    if close(one, want, 5e-3):
        return True
    unit = as_list(line.get("unit"))
    base = measure_in_base(want, unit[0]) if unit else None
    return base is not None and close(one, base[1], 5e-3)


def _is_near_day(told: Any, wanted: str) -> bool:
    try:
        days = (date.fromisoformat(str(told)[:10]) - date.fromisoformat(wanted[:10])).days
    except ValueError:
        return False
    return -1 <= days <= 2
