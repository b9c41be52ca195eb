"""Dependencies point inwards, and the check that says so does bite."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = sorted((ROOT / "viable" / "domain").rglob("*.py"))
VALUE_LIBRARIES = {"babel", "holidays", "rapidfuzz", "rule_engine"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
PACKAGES = ("actions", "bot", "viable", "web")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's Python packages and their contracts, to be broken."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        if (ROOT / package).exists():
            only_python = shutil.ignore_patterns("__pycache__", "dist", "*.yml", "*.tsv*", "*.gz")
            shutil.copytree(ROOT / package, folder / package, ignore=only_python)
    return folder


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_contracts_hold(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("viable/domain/money.py", "import viable.storage"),
        ("viable/domain/money.py", "import sqlalchemy"),
        ("viable/services/__init__.py", "import viable.storage"),
        ("viable/storage/__init__.py", "import viable.settings"),
        ("viable/ports.py", "import viable.services"),
        ("viable/services/__init__.py", "import bot.extract"),
        ("bot/extract/model.py", "import viable.domain.money"),
        ("viable/services/__init__.py", "import web.app"),
        ("bot/extract/model.py", "import web.app"),
        ("actions/next.py", "import web.app"),
        ("web/app.py", "import actions.next"),
        ("viable/brand_new.py", "import viable"),
    ],
)
def test_import_against_the_architecture_fails_the_check(copy: Path, module: str, line: str) -> None:
    path = copy / module
    before = path.read_text() if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        assert lint_imports(copy).returncode == 1
    finally:
        path.unlink() if before is None else path.write_text(before)


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: path.name)
def test_domain_imports_the_standard_library_and_value_libraries_only(path: Path) -> None:
    allowed = sys.stdlib_module_names | VALUE_LIBRARIES
    outside = {name for name in imported(path) if name.split(".")[0] not in allowed}
    assert {name for name in outside if not name.startswith("viable.domain")} == set()


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: path.name)
def test_domain_never_looks_at_the_clock(path: Path) -> None:
    looks = [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]
    assert looks == []


@pytest.mark.parametrize("path", sorted((ROOT / "tools" / "setup").glob("*.py")), ids=lambda path: path.name)
def test_set_up_imports_nothing_that_has_to_be_installed_first(path: Path) -> None:
    ast.parse(path.read_text(), feature_version=(3, 8))
    outside = {name for name in imported(path) if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in outside if not name.startswith("tools.setup")} == set()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
