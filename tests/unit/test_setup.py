"""Set-up, with commands that stand in for uv, npm and the Pythons: what is made, when, and what is said."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.setup import environments, front_end, interpreters, uv
from tools.setup.commands import Runner
from tools.setup.failure import SetUpFailure
from tools.setup.interpreters import FOR_RASA, Need
from tools.setup.progress import Progress

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path, tmp_path / "var" / "log" / "setup.log")


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH but for the system's basic commands, on a machine without pyenv."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "cat", "mkdir", "touch", "ln"):
        (folder / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "no-pyenv"))
    return folder


def put(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def fake_python(folder: Path, version: str) -> Path:
    return put(folder, f"python{version}", f"echo {version.replace('.', ' ')}; echo {folder}/python{version}")


def fake_uv(folder: Path, venvs: str = "") -> Path:
    """Makes environments and notes what it is asked for."""
    return put(
        folder,
        "uv",
        f'echo "$@" >> {folder}/asked\n'
        'case "$1" in\n'
        "  --version) echo 'uv 0.9.1' ;;\n"
        '  venv) for folder; do :; done; mkdir -p "$folder/bin"; touch "$folder/bin/python" ;;\n'
        f"  pip) {venvs or ':'} ;;\n"
        "  python) exit 1 ;;\n"
        "esac",
    )


def write_locks(root: Path) -> None:
    (root / "requirements").mkdir()
    for name in ("rasa.txt", "app.txt", "dev.txt", "node.txt"):
        (root / "requirements" / name).write_text(f"{name}==1\n")


def test_newest_preferred_python_on_the_path_is_found(only: Path) -> None:
    need = Need("a Python of the future", ((3, 99), (3, 98)))
    assert interpreters.find(need) is None
    fake_python(only, "3.98")
    assert interpreters.find(need) == str(only / "python3.98")
    fake_python(only, "3.99")
    assert interpreters.find(need) == str(only / "python3.99")


def test_python_that_does_not_start_is_passed_over_for_one_of_pyenv(only: Path, tmp_path: Path) -> None:
    put(only, "python3.10", "echo 'pyenv: python3.10: command not found' >&2; exit 127")
    of_pyenv = tmp_path / "no-pyenv" / "versions" / "3.10.9" / "bin"
    of_pyenv.mkdir(parents=True)
    put(of_pyenv, "python", "echo 3 10; echo here")
    assert interpreters.find(FOR_RASA) == "here"


def test_missing_python_is_one_line_that_says_which_and_how_to_get_it(only: Path, runner: Runner) -> None:
    write_locks(runner.root)
    installer = str(fake_uv(only))
    with pytest.raises(SetUpFailure) as failure:
        environments.make(environments.rasa_environment(runner.root), runner, lambda: installer)
    assert str(failure.value).startswith("Python 3.10 is missing, and uv could not download it.")
    assert "pyenv install 3.10" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_environment_is_made_from_its_lock_once_and_again_when_the_lock_changed(
    only: Path, runner: Runner
) -> None:
    write_locks(runner.root)
    fake_python(only, "3.10")
    installer = str(fake_uv(only))
    rasa = environments.rasa_environment(runner.root)
    assert not rasa.is_current()
    environments.make(rasa, runner, lambda: installer)
    assert rasa.is_current()
    synced = f"pip sync --python {rasa.python} --require-hashes --compile-bytecode {rasa.locks[0]}"
    assert synced in (only / "asked").read_text()
    rasa.locks[0].write_text("rasa==2\n")
    assert not rasa.is_current()


def test_environment_whose_making_broke_off_is_made_again(only: Path, runner: Runner) -> None:
    write_locks(runner.root)
    fake_python(only, "3.10")
    rasa = environments.rasa_environment(runner.root)
    environments.make(rasa, runner, lambda: str(fake_uv(only)))
    rasa.locks[0].write_text("rasa==2\n")
    failing = str(
        fake_uv(
            only, venvs="echo 'error: not fetched'; echo '  cause: DNS'; echo '  cause: no route'; exit 2"
        )
    )
    with pytest.raises(SetUpFailure, match="Rasa's environment: error: not fetched cause: no route"):
        environments.make(rasa, runner, lambda: failing)
    rasa.locks[0].write_text("rasa.txt==1\n")
    assert not rasa.is_current()


def test_environment_made_for_development_stays_so_when_viable_is_started(only: Path, runner: Runner) -> None:
    write_locks(runner.root)
    fake_python(only, "3.13")
    installer = str(fake_uv(only))
    assert len(environments.app_environment(runner.root, for_development=False).locks) == 1
    development = environments.app_environment(runner.root, for_development=True)
    environments.make(development, runner, lambda: installer)
    assert environments.app_environment(runner.root, for_development=False).is_current()


def test_uv_that_is_too_old_is_not_used(only: Path, runner: Runner) -> None:
    put(only, "uv", "echo 'uv 0.4.30'")
    private = runner.root / ".venv-tools" / "bin"
    private.mkdir(parents=True)
    (private / "uv").touch()
    write_locks(runner.root)
    (runner.root / "requirements" / "tools.txt").write_text("uv==1\n")
    uv.stamp_of(runner.root).renew()
    assert uv.find_or_install(runner) == str(private / "uv")
    put(only, "uv", "echo 'uv 0.5.0'")
    assert uv.find_or_install(runner) == str(only / "uv")


def test_front_end_is_built_when_its_sources_changed(only: Path, runner: Runner) -> None:
    put(only, "node", "echo v20.1.0")
    put(only, "npm", f'echo "$1" >> {only}/asked; mkdir -p node_modules web/chat/dist')
    source = runner.root / "web" / "chat" / "panel.ts"
    source.parent.mkdir(parents=True)
    for path in (source, runner.root / "package.json", runner.root / "package-lock.json"):
        path.write_text("{}")
    front_end.build(runner.root, runner, lambda: "no uv needed")
    assert front_end.is_current(runner.root)
    source.write_text("changed")
    assert not front_end.is_current(runner.root)
    front_end.build(runner.root, runner, lambda: "no uv needed")
    assert (only / "asked").read_text().split() == ["ci", "run", "run"]


def test_progress_in_a_log_is_one_plain_line_per_step() -> None:
    out = io.StringIO()
    with pytest.raises(ValueError, match="broken"), Progress(out).step("the front end"):
        raise ValueError("broken")
    with Progress(out).step("Rasa's environment"):
        pass
    failed, done = out.getvalue().splitlines()
    assert failed.startswith("FAILED the front end (")
    assert done.startswith("ok Rasa's environment (")


def test_launcher_runs_the_projects_own_code_from_any_folder(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "viable").mkdir(parents=True)
    (project / "viable" / "cli.py").write_text("def main() -> None:\n    print('it runs')\n")
    (project / ".venv" / "bin").mkdir(parents=True)
    environment = environments.app_environment(project, for_development=False)
    environment.python.symlink_to(sys.executable)
    environments.write_launcher(environment, project)
    launcher = project / ".venv" / "bin" / "viable"
    done = subprocess.run(
        [launcher], cwd=tmp_path, capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout == "it runs\n"


def test_make_alone_lists_every_target_that_is_meant_to_be_called() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {line.split()[0] for line in listed.splitlines()}
    assert {"up", "check", "test", "lock", "format", "understand", "clean", "help"} <= names
