"""Every dialogue of the files beside this one, against the running stack and over its public interface."""

from __future__ import annotations

import pytest

from tests.dialogue.play import play
from tests.dialogue.script import Dialogue, dialogues
from tests.dialogue.visitor import Ledger, Visitor
from tests.installation import Installation

pytestmark = pytest.mark.stack


@pytest.mark.parametrize("dialogue", list(dialogues("es", "en")), ids=str)
def test_dialogue_goes_as_its_file_says(
    dialogue: Dialogue, installation: Installation, ledger: Ledger
) -> None:
    went = play(dialogue, Visitor(installation.url, ledger, dialogue.opened_in))
    assert not went.complaints, f"\n{went}"
