"""The locks name what is installed and nothing about where it was fetched from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.lock import LOCKS, ROOT, Lock

REQUIREMENTS = ROOT / "requirements"
NAMES = sorted({lock.name for lock in LOCKS})


def pinned(lock: str) -> set[str]:
    text = (REQUIREMENTS / lock).read_text()
    return {normal(name) for name in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_file_in_requirements_is_made_by_make_lock_or_is_a_source_of_one() -> None:
    sources = {lock.source for lock in LOCKS}
    overrides = {"rasa-no-tensorflow.overrides"}
    assert {path.name for path in REQUIREMENTS.iterdir()} == {*NAMES, *sources, *overrides}


@pytest.mark.parametrize("name", NAMES)
def test_lock_names_no_index_no_host_and_no_path(name: str) -> None:
    text = (REQUIREMENTS / name).read_text()
    assert not re.search(
        r"https?://|file:|git\+|@ |^\s*--(index|extra-index|find-links|trusted)", text, re.MULTILINE
    )
    assert not re.search(r"(^|\s)/\w", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_package_of_a_lock_has_hashes(name: str) -> None:
    lines = (REQUIREMENTS / name).read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert packages
    assert [line for line in packages if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_holds_every_package_that_its_source_asks_for(lock: Lock) -> None:
    lines = (REQUIREMENTS / lock.source).read_text().splitlines()
    asked = {normal(found[0]) for line in lines if (found := re.match(r"[A-Za-z][\w.-]*", line))}
    assert asked <= pinned(lock.name)


def test_rasas_environment_is_locked_without_tensorflow_and_once_more_with_it() -> None:
    assert not {"tensorflow", "keras", "jax", "jaxlib"} & pinned("rasa.txt")
    assert "tensorflow" in pinned("rasa-tensorflow.txt")


def test_development_installs_the_versions_that_the_application_runs_with() -> None:
    def versions(lock: str) -> dict[str, str]:
        found = re.findall(r"^([\w.-]+)==(\S+)", (REQUIREMENTS / lock).read_text(), re.MULTILINE)
        return {normal(name): version for name, version in found}

    application, development = versions("app.txt"), versions("dev.txt")
    shared = application.keys() & development.keys()
    assert {name: application[name] for name in shared} == {name: development[name] for name in shared}


def test_npm_lock_names_no_registry() -> None:
    lock: Path = ROOT / "package-lock.json"
    assert "resolved" not in lock.read_text()
