"""Runs Rasa's command line with TensorFlow answered for and the speed-ups applied.

    python -m bot.rasa train | run | shell | test | data validate …

takes what `rasa` takes. `run` listens on 127.0.0.1 unless `-i` says otherwise, and nothing is reported to Rasa's makers.
"""

from __future__ import annotations

import logging
import os
import sys


def with_defaults(arguments: list[str]) -> list[str]:
    """The arguments, with what this project wants where they don't say otherwise.

    `run` listens on 127.0.0.1. `train` leaves Rasa's validation out: it knows nothing of responses that an action utters,
    and tools/check_dialogue.py looks further.
    """
    given = {argument.split("=")[0] for argument in arguments}
    if arguments[:1] == ["run"] and not given & {"-i", "--interface"}:
        return [*arguments, "-i", "127.0.0.1"]
    if arguments[:1] == ["train"] and not given & {"nlu", "core", "--skip-validation"}:
        return [*arguments, "--skip-validation"]
    return arguments


def main(arguments: list[str]) -> None:
    """Rasa's command has run; leaves by SystemExit where Rasa does."""
    from bot import speedups, tensorflow_hook

    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    has_stand_in = tensorflow_hook.install()
    sys.argv = ["rasa", *with_defaults(arguments)]
    from rasa.__main__ import main as rasa_main

    if has_stand_in:
        tensorflow_hook.refuse_what_needs_tensorflow()
    speedups.apply()
    # Its error lines hold what a visitor typed. Whoever calls the channel sees that the turn failed and says so without it.
    logging.getLogger("rasa.core.channels.rest").setLevel(logging.CRITICAL)
    rasa_main()


if __name__ == "__main__":
    main(sys.argv[1:])
