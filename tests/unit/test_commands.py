from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from viable.cli import cli
from viable.settings import ROOT


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What to type, and the first line of its help, for the command or those of the group."""
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))
        return
    arguments = (parameter for parameter in command.params if parameter.param_type_name == "argument")
    shown = (one.name.upper() if one.required else f"[{one.name.upper()}]" for one in arguments)
    yield " ".join((*path, *shown)), (command.help or "").splitlines()[0]


def test_every_command_is_documented_with_its_arguments_and_its_help() -> None:
    page = (ROOT / "docs" / "commands.md").read_text()
    rows = {row for row in page.splitlines() if row.startswith("| `viable")}
    assert rows == {f"| `{typed}` | {told} |" for typed, told in commands(get_command(cli), ("viable",))}
