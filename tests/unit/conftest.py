"""The sample company's console, prepared once and copied for each test that wants it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console_office import Office, office_in


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store has the sample company and nothing else."""
    folder = tmp_path_factory.mktemp("prepared")
    office = office_in(folder)
    office.app.prepare()
    office.app.store.dispose()
    return folder


@pytest.fixture
def office(prepared: Path, tmp_path: Path) -> Iterator[Office]:
    """A console of the test's own, where it is Monday morning and nobody has signed in yet."""
    shutil.copytree(prepared, tmp_path / "var")
    office = office_in(tmp_path / "var")
    yield office
    office.app.store.dispose()
