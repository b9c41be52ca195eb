"""The two Pythons that the two environments need, found on this machine or fetched by uv."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Tuple

from tools.setup.commands import Runner, answer
from tools.setup.failure import SetUpFailure

Version = Tuple[int, int]

# A Python compiled without these (it happens with pyenv) would fail much later and less clearly.
_PROBE = "import ssl, sqlite3, zlib, sys;print('%d %d' % sys.version_info[:2]);print(sys.executable)"


@dataclass(frozen=True)
class Need:
    """A Python that is needed: which versions will do, the best first."""

    title: str
    versions: tuple[Version, ...]


FOR_RASA = Need("Python 3.10", ((3, 10),))
FOR_APP = Need("Python 3.12 or newer", ((3, 13), (3, 12), (3, 14)))


def find(need: Need) -> str | None:
    """Path of the best suitable Python on this machine, or None."""
    for version in need.versions:
        for candidate in _candidates(version):
            found = _probe(candidate)
            if found is not None and found[0] == version:
                return found[1]
    return None


def fetch(need: Need, uv: str, runner: Runner) -> str:
    """Path of a suitable Python that uv knows or has just downloaded."""
    wanted = "{}.{}".format(*need.versions[0])
    known = answer([uv, "python", "find", "--no-python-downloads", wanted])
    if known is not None:
        return known
    try:
        runner.run(need.title, [uv, "python", "install", wanted])
    except SetUpFailure as failure:
        raise SetUpFailure(
            f"{need.title} is missing, and uv could not download it. Install it with your "
            f"system's packages or `pyenv install {wanted}`, then start again. ({failure})"
        ) from failure
    downloaded = answer([uv, "python", "find", "--no-python-downloads", wanted])
    if downloaded is None:
        raise SetUpFailure(f"{need.title} is missing: `pyenv install {wanted}` gets it")
    return downloaded


def _candidates(version: Version) -> Iterator[str]:
    name = "python{}.{}".format(*version)
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = Path(folder or ".") / name
        if os.access(str(path), os.X_OK):
            yield str(path)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for path in sorted(pyenv.glob("{}.{}.*/bin/python".format(*version)), reverse=True):
        yield str(path)
    if sys.version_info[:2] == version:
        yield sys.executable


def _probe(candidate: str) -> tuple[Version, str] | None:
    said = answer([candidate, "-c", _PROBE])
    if said is None:
        return None
    version, executable = said.splitlines()
    major, minor = map(int, version.split())
    return (major, minor), executable
