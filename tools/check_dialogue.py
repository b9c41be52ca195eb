"""Checks the dialogue data without Rasa: prints each problem as ``path:line: message``, exit status 1 if any.

python tools/check_dialogue.py [project folder]
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bot.dialogue.check import problems_of  # noqa: E402 - the root must be on the path first
from bot.dialogue.project import read_project  # noqa: E402 - see above


def main(arguments: list[str]) -> int:
    """0 when the data is sound, else 1 with the problems printed."""
    project = read_project(Path(arguments[0]) if arguments else ROOT)
    problems = problems_of(project)
    for problem in problems:
        print(problem)
    if not problems:
        print(
            f"dialogue data: {len(project.examples)} sentences, {len(project.intents)} intents, "
            f"{len({response.key for response in project.responses})} responses in "
            f"{', '.join(project.languages)}: no problem"
        )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
