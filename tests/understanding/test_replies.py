"""Replies as people type them: whole readings of the tables replies_<language>*.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.understanding_replies import wrong_in_reply
from bench.understanding_tasks import context_of
from bot.extract.reading import read

TABLES = sorted(Path(__file__).parent.glob("replies_*.jsonl"))
FLOOR = 0.95
FEWEST = 300


def lines(table: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in table.read_text(encoding="utf-8").splitlines() if row.strip()]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_at_least_95_percent_of_a_table_are_read_right(table: Path) -> None:
    rows = lines(table)
    wrong = {
        f"{row['asked']}: {row['text']}": found
        for row in rows
        if (found := wrong_in_reply(row["expect"], read(row["text"], context_of(row))))
    }
    told = "\n".join(f"{text} → {found}" for text, found in wrong.items())
    assert len(wrong) <= (1 - FLOOR) * len(rows), told


@pytest.mark.parametrize("language", ["es", "en"])
def test_there_are_at_least_300_replies_in_each_language(language: str) -> None:
    rows = [row for table in TABLES for row in lines(table) if row["lang"] == language]
    assert len(rows) >= FEWEST
    assert len({(row["asked"], row["text"]) for row in rows}) >= FEWEST
