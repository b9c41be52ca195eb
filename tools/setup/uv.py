"""uv, which installs packages: the machine's own, or one in .venv-tools."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from tools.setup.commands import Runner, answer
from tools.setup.failure import SetUpFailure
from tools.setup.interpreters import FOR_APP, FOR_RASA, find
from tools.setup.stamps import Stamp

OLDEST = (0, 5)  # of those tried, the first with all the options used here


def find_or_install(runner: Runner) -> str:
    """Path of a uv that is new enough."""
    own = shutil.which("uv")
    if own is not None and _is_new_enough(own):
        return own
    return _install(runner)


def _is_new_enough(uv: str) -> bool:
    said = re.match(r"uv (\d+)\.(\d+)", answer([uv, "--version"]) or "")
    return said is not None and (int(said[1]), int(said[2])) >= OLDEST


def _install(runner: Runner) -> str:
    folder = runner.root / ".venv-tools"
    uv = folder / "bin" / "uv"
    stamp = stamp_of(runner.root)
    if uv.exists() and stamp.is_current():
        return str(uv)
    stamp.forget()
    runner.run("a place for uv", [_any_python(), "-m", "venv", "--clear", str(folder)])
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    runner.run("uv", [*pip, "--require-hashes", "--requirement", str(stamp.sources[0])])
    stamp.renew()
    return str(uv)


def stamp_of(root: Path) -> Stamp:
    """What the private uv was installed from."""
    return Stamp(root / ".venv-tools" / ".uv-from", [root / "requirements" / "tools.txt"])


def _any_python() -> str:
    """A Python that can make an environment with pip (Debian's own cannot, without python3-venv)."""
    candidates = (find(FOR_APP), find(FOR_RASA), sys.executable)
    found: str | None = next(
        (python for python in candidates if python and answer([python, "-m", "ensurepip", "--version"])),
        None,
    )
    if found is None:
        raise SetUpFailure(
            "uv is missing, and no Python here can install it: "
            "install uv, or the package python3-venv, then start again"
        )
    return found
