"""Commands of others, run with their output in a log."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence

from tools.setup.failure import SetUpFailure


@dataclass(frozen=True)
class Runner:
    """Runs commands in the project's folder and appends what they say to ``log``."""

    root: Path
    log: Path

    def run(self, what: str, command: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        """The command has ended well, or `SetUpFailure` names ``what`` and its own complaint."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            start = log.tell()
            log.write(("$ " + " ".join(command) + "\n").encode())
            log.flush()
            try:
                code = subprocess.call(command, cwd=str(self.root), stdout=log, stderr=log, env=environ)
            except OSError as error:
                raise SetUpFailure(f"{what}: {command[0]} does not start: {error}") from error
        if code != 0:
            complaint = _complaint(self.log, start) or f"exit status {code}"
            raise SetUpFailure(f"{what}: {complaint} (all of it: {self._shown_log()})")

    def _shown_log(self) -> str:
        try:
            return str(self.log.relative_to(self.root))
        except ValueError:
            return str(self.log)


def answer(command: Sequence[str], cwd: Path | None = None) -> str | None:
    """What a short command prints, stripped; None when it is missing or fails."""
    try:
        done = subprocess.run(
            command,
            cwd=None if cwd is None else str(cwd),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode(errors="replace").strip()


def _complaint(log: Path, start: int) -> str:
    """The command's own error, with the cause it gives last; else the last thing it said."""
    with log.open("rb") as lines:
        lines.seek(start)
        said = [line.strip() for line in lines.read().decode(errors="replace").splitlines()]
    said = [line for line in said[1:] if line]
    errors = [line for line in said if line.lower().startswith(("error", "npm error", "×"))]
    causes = [line for line in said if line.startswith(("cause:", "Caused by:", "╰─▶"))]
    return " ".join(errors[:1] + causes[-1:]) or (said[-1] if said else "")
