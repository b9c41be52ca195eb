"""What holds for every test of the project."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.installation import Installation, running


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Viable with the sample company, all of it running; shared by every test that speaks to it."""
    with running(tmp_path_factory.mktemp("installation")) as installation:
        yield installation


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed run: what may not be skipped there is everything."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
