"""The project's Python environments, each exactly as its locks say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from tools.setup.commands import Runner
from tools.setup.interpreters import FOR_APP, FOR_RASA, Need, fetch, find
from tools.setup.stamps import Stamp


@dataclass(frozen=True)
class Environment:
    """One environment: its folder, the Python it needs, and the locks it is made from."""

    title: str
    folder: Path
    need: Need
    locks: tuple[Path, ...]

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.folder / ".made-from", self.locks)

    def is_current(self) -> bool:
        """True when it is there, whole, and made from the locks as they are now."""
        return self.python.exists() and self.stamp.is_current()


def rasa_environment(root: Path) -> Environment:
    """What Rasa runs in."""
    lock = root / "requirements" / "rasa.txt"
    return Environment("Rasa's environment", root / ".venv-rasa", FOR_RASA, (lock,))


def app_environment(root: Path, for_development: bool) -> Environment:
    """What everything else runs in; once made for development, it stays so."""
    folder = root / ".venv"
    marker = folder / ".for-development"
    locks: list[Path] = [root / "requirements" / "app.txt"]
    if for_development or marker.exists():
        locks.append(root / "requirements" / "dev.txt")
    return Environment("the application's environment", folder, FOR_APP, tuple(locks))


def make(environment: Environment, runner: Runner, uv: Callable[[], str]) -> None:
    """The environment holds what its locks say, no more and no less, compiled to bytecode."""
    installer = uv()
    environment.stamp.forget()
    if not environment.python.exists():
        python = find(environment.need) or fetch(environment.need, installer, runner)
        make_it = [installer, "venv", "--clear", "--python", python, str(environment.folder)]
        runner.run(environment.title, make_it)
    runner.run(
        environment.title,
        [
            *(installer, "pip", "sync", "--python", str(environment.python)),
            *("--require-hashes", "--compile-bytecode"),
            *map(str, environment.locks),
        ],
    )
    if len(environment.locks) > 1:
        (environment.folder / ".for-development").touch()
    environment.stamp.renew()


def write_launcher(environment: Environment, root: Path) -> None:
    """``.venv/bin/viable`` runs the project's command line from any folder."""
    launcher = environment.folder / "bin" / "viable"
    launcher.write_text(
        f"#!{environment.python}\n"
        "import sys\n\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        "from viable.cli import main\n\n"
        "sys.exit(main())\n"
    )
    launcher.chmod(0o755)
