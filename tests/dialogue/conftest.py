"""One running installation for all dialogues."""

from __future__ import annotations

import pytest

from tests.dialogue.visitor import Ledger
from tests.installation import Installation


@pytest.fixture(scope="session")
def ledger(installation: Installation) -> Ledger:
    return Ledger(installation.var)
