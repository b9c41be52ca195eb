"""`make lock`: every lock in requirements/ fits its .in file; hashes, and no index or file host.

A package keeps its version as long as it fits; `make lock UPGRADE=1` takes the newest of all, and
`make lock UPGRADE=fastapi` of one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tools.setup import uv
from tools.setup.commands import Runner
from tools.setup.failure import SetUpFailure

ROOT = Path(__file__).resolve().parents[1]

FOR_ANY = ("--universal", "--python-version", "3.12")
FOR_TOOLS = ("--universal", "--python-version", "3.8")
FOR_RASA = ("--python-version", "3.10", "--no-annotate")


class Lock(NamedTuple):
    """One lock: the file it is made from, its own name, and for which Pythons."""

    source: str
    name: str
    options: tuple[str, ...]


LOCKS = (
    Lock("tools.in", "tools.txt", FOR_TOOLS),
    Lock("node.in", "node.txt", FOR_TOOLS),
    Lock("app.in", "app.txt", FOR_ANY),
    Lock("dev.in", "dev.txt", FOR_ANY),
    Lock(
        "rasa.in",
        "rasa.txt",
        (*FOR_RASA, "--override", "requirements/rasa-no-tensorflow.overrides"),
    ),
    Lock("rasa.in", "rasa-tensorflow.txt", FOR_RASA),
    Lock("compare.in", "compare.txt", FOR_RASA),
)


def command(installer: str, lock: Lock, upgrade: str) -> list[str]:
    """The command that makes one lock; ``upgrade`` is "", "1" for all, or a package's name."""
    newer = {"": [], "1": ["--upgrade"]}.get(upgrade, ["--upgrade-package", upgrade])
    return [
        *(installer, "pip", "compile", f"requirements/{lock.source}"),
        *("--output-file", f"requirements/{lock.name}"),
        *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"),
        *("--quiet", *lock.options, *newer),
    ]


def main() -> int:
    """Exit status: 0, or that of the first lock that cannot be made."""
    upgrade = os.environ.get("UPGRADE", "")
    try:
        installer = uv.find_or_install(Runner(ROOT, ROOT / "var" / "log" / "setup.log"))
    except SetUpFailure as failure:
        print(f"lock: {failure}", file=sys.stderr)
        return 1
    for lock in LOCKS:
        print(f"requirements/{lock.name}")
        status = subprocess.call(command(installer, lock, upgrade), cwd=ROOT)
        if status != 0:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
