"""The business on a store of its own, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from viable.bootstrap import App
from viable.settings import read_settings

MONDAY = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    made = App(read_settings({"VIABLE_VAR": str(tmp_path)}), clock=lambda: MONDAY)
    made.prepare()
    yield made
    made.store.dispose()
