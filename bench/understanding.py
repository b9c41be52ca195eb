"""Prints how much of the texts in the given files is understood, and how fast.

``python -m bench.understanding [--json] [--failures] [--speed] [--compare] FILE…``; a line's own ``kind`` decides how it is
read (bench/understanding_tasks.py); lines without one are replies (bench/understanding_replies.py).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bench.understanding_places import is_found, served
from bench.understanding_replies import is_right_reply
from bench.understanding_tasks import FALSE_FINDINGS, READERS, context_of, is_right
from bench.understanding_values import Line

EXCEPTIONS = Path(__file__).with_name("understanding_exceptions.yml")


@dataclass
class Score:
    """What was counted for one kind in one language."""

    lines: int = 0
    valued: int = 0
    right: int = 0
    excepted: int = 0
    silent_lines: int = 0
    silent: int = 0
    seconds: float = 0.0
    false: dict[str, int] = field(default_factory=dict)
    false_beyond_exceptions: dict[str, int] = field(default_factory=dict)

    @property
    def exact(self) -> float | None:
        """Share of the lines with a value that were read right."""
        return self.right / self.valued if self.valued else None

    @property
    def without_exceptions(self) -> float | None:
        """Share of all lines that were read right, not counting the excepted ones that were read otherwise."""
        counted = self.valued + self.silent_lines - self.excepted
        return (self.right + self.silent) / counted if counted else None

    @property
    def silent_ok(self) -> float | None:
        """Share of the lines without a value in which nothing was found."""
        return self.silent / self.silent_lines if self.silent_lines else None

    def row(self) -> dict[str, float | int | None]:
        """The score as ``--json`` gives it."""
        per_s = round(self.lines / self.seconds) if self.seconds else None
        return {"n": self.lines, "exact": self.exact, "silent_ok": self.silent_ok, "per_s": per_s}


def lines_of(files: Iterable[Path]) -> list[Line]:
    """The lines of all files, in order; ``kind`` is "replies" where a line has none."""
    found: list[Line] = []
    for file in files:
        with file.open(encoding="utf-8") as rows:
            found += [{"kind": "replies", **json.loads(row)} for row in rows if row.strip()]
    return found


def excepted_texts() -> set[tuple[str, str]]:
    """Kind and text of the lines that understanding_exceptions.yml lists."""
    listed = yaml.safe_load(EXCEPTIONS.read_text(encoding="utf-8"))["exceptions"]
    return {(row["kind"], row["text"]) for row in listed}


def scores(lines: Iterable[Line]) -> tuple[dict[str, Score], list[tuple[Line, list[Any]]]]:
    """The score of each ``kind/lang`` in order of appearance, and the lines that were read wrong, with the reading."""
    table: dict[str, Score] = {}
    failures: list[tuple[Line, list[Any]]] = []
    excepted = excepted_texts()
    for language in ("es", "en"):  # word tables and places load with the first message
        READERS["replies"]("hola, 500 cajas", context_of({"lang": language}))
    for line in lines:
        kind = line["kind"]
        score = table.setdefault(f"{kind}/{line['lang']}", Score())
        context = context_of(line)
        started = time.perf_counter()
        found = READERS[kind](line["text"], context)
        score.seconds += time.perf_counter() - started
        if kind == "location":
            _count_served(table.setdefault(f"location_served/{line['lang']}", Score()), line, found)
        is_excepted = (kind, line["text"]) in excepted
        if _count(score, line, found, is_excepted=is_excepted):
            continue
        failures.append((line, found))
        score.excepted += is_excepted
    return table, failures


def _count_served(score: Score, line: Line, found: list[Any]) -> None:
    """The score counts each place of the line that a European B2B company serves."""
    places = served(line)
    score.lines += len(places)
    score.valued += len(places)
    score.right += sum(is_found(place, line, found) for place in places)


def _count(score: Score, line: Line, found: list[Any], *, is_excepted: bool) -> bool:
    """True when the line was read right; the score counts it."""
    score.lines += 1
    kind = line["kind"]
    if kind == "oos" or line.get("neg"):
        score.silent_lines += 1
        score.silent += not found
        for name in {one.name for one in found if isinstance(getattr(one, "name", None), str)}:
            score.false[name] = score.false.get(name, 0) + 1
            if not is_excepted:
                beyond = score.false_beyond_exceptions
                beyond[name] = beyond.get(name, 0) + 1
        return not found
    right = is_right_reply(line["expect"], found) if kind == "replies" else is_right(kind, line, found)
    score.valued += 1
    score.right += right
    return right


def printed(table: dict[str, Score]) -> str:
    """The table for people: shares in per cent; "excepted" counts wrong outside data out."""
    rows = [f"{'kind/language':<26}{'n':>6}{'exact':>9}{'excepted':>10}{'silent':>9}{'texts/s':>9}"]
    for name, score in table.items():
        row = score.row()
        shares = (score.exact, score.without_exceptions, score.silent_ok)
        exact, excepted, silent = ("–" if one is None else f"{one:.1%}" for one in shares)
        rows.append(f"{name:<26}{score.lines:>6}{exact:>9}{excepted:>10}{silent:>9}{row['per_s'] or 0:>9}")
        if name.startswith("oos"):
            rows.append(_false_findings("false", score.false, score))
            rows.append(_false_findings("false, excepted lines aside", score.false_beyond_exceptions, score))
    return "\n".join(rows)


def _false_findings(title: str, counts: dict[str, int], score: Score) -> str:
    shares = " · ".join(f"{kind} {counts.get(kind, 0) / score.lines:.1%}" for kind in FALSE_FINDINGS)
    return f"  {title}: {shares}"


def shown(failures: Iterable[tuple[Line, list[Any]]]) -> str:
    """One line for each text that was read wrong: what was expected, what was read."""
    return "\n".join(
        f"{line['kind']}/{line['lang']} {line['text']!r}: {line.get('expect', line.get('value'))} {line.get('unit') or ''}"
        f" ← {[getattr(one, 'value', one) for one in found]}"
        for line, found in failures
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table (or one JSON object) for the files; the exit code is 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.understanding", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one object, shares between 0 and 1")
    parser.add_argument("--failures", action="store_true", help="list what was read wrong")
    parser.add_argument(
        "--speed", action="store_true", help="measure whole messages: speed, linearity, memory"
    )
    parser.add_argument(
        "--compare", action="store_true", help="measure Recognizers-Text and price-parser as well"
    )
    options = parser.parse_args(arguments)
    lines = lines_of(options.files)
    table, failures = scores(lines)
    if options.json:
        print(json.dumps({name: score.row() for name, score in table.items()}))
        return 0
    print(printed(table))
    if options.failures:
        print(shown(failures))
    if options.speed:
        from bench.understanding_speed import report

        print(report(lines))
    if options.compare:
        from bench.understanding_compare import compared

        print(compared(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
