"""Runs Rasa's command line with TensorFlow answered for and the speed-ups applied.

    python -m bot.rasa train | run | shell | test | data validate …

takes what `rasa` takes. `run` listens on 127.0.0.1 unless `-i` says otherwise, and nothing is reported to Rasa's makers.
"""

from __future__ import annotations

import os
import sys


def with_loopback(arguments: list[str]) -> list[str]:
    """The arguments, `run` bound to 127.0.0.1 when they name no interface."""
    names_interface = any(argument.split("=")[0] in ("-i", "--interface") for argument in arguments)
    if arguments[:1] == ["run"] and not names_interface:
        return [*arguments, "-i", "127.0.0.1"]
    return arguments


def main(arguments: list[str]) -> None:
    """Rasa's command has run; leaves by SystemExit where Rasa does."""
    from bot import tensorflow_hook

    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    has_stand_in = tensorflow_hook.install()
    sys.argv = ["rasa", *with_loopback(arguments)]
    from rasa.__main__ import main as rasa_main

    if has_stand_in:
        tensorflow_hook.refuse_what_needs_tensorflow()
    rasa_main()


if __name__ == "__main__":
    main(sys.argv[1:])
