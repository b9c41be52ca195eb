"""Plays dialogues against a running Viable and prints them:

python -m tests.dialogue http://127.0.0.1:8000 [VAR] [PART OF A NAME OR PATH …]
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.dialogue.play import play
from tests.dialogue.script import dialogues
from tests.dialogue.visitor import Ledger, Visitor


def main(url: str, var: str = "var", *parts: str) -> int:
    """Number of dialogues that did not go as their files say."""
    ledger = Ledger(Path(var))
    failed = 0
    for dialogue in dialogues("es", "en"):
        if parts and not any(part in str(dialogue) for part in parts):
            continue
        went = play(dialogue, Visitor(url, ledger, dialogue.opened_in))
        failed += bool(went.complaints)
        sys.stdout.write(f"\n{went}\n")
    sys.stdout.write(f"\n{failed} failed\n")
    return min(failed, 1)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
