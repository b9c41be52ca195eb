"""`python3 -m tools.setup`: the environments and the front end are there and current.

Options:
    --dev         what checking and testing need as well
    --uv          nothing but uv; prints where it is
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import lru_cache
from pathlib import Path

from tools.setup import environments, front_end, uv
from tools.setup.commands import Runner
from tools.setup.failure import SetUpFailure
from tools.setup.progress import Progress

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Exit status: 0, or 1 after one line that says what is wrong."""
    options = _options()
    var = Path(os.environ.get("VIABLE_VAR") or ROOT / "var")
    runner = Runner(ROOT, var / "log" / "setup.log")
    try:
        if options.uv:
            print(uv.find_or_install(runner))
        else:
            _set_up(runner, options.dev)
    except SetUpFailure as failure:
        print(f"set-up: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("set-up: stopped; the next start goes on from here", file=sys.stderr)
        return 130
    return 0


def _set_up(runner: Runner, for_development: bool) -> None:
    progress = Progress()
    installer = lru_cache(maxsize=1)(lambda: uv.find_or_install(runner))
    application = environments.app_environment(ROOT, for_development)
    for environment in (environments.rasa_environment(ROOT), application):
        if not environment.is_current():
            with progress.step(environment.title):
                environments.make(environment, runner, installer)
    environments.write_launcher(application, ROOT)
    if not front_end.is_current(ROOT):
        with progress.step("the front end"):
            front_end.build(ROOT, runner, installer)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m tools.setup", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="what checks and tests need as well")
    parser.add_argument("--uv", action="store_true", help="only find or install uv, and print it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
