"""Shows what is understood of a sentence, and from which words: ``python -m bot.extract "500 cajas en Vigo"``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime, timezone

from bot.extract.language import detect
from bot.extract.model import Context, Entity
from bot.extract.reading import read

_SILENT = "nothing that a sale could be made of"


def shown(raw: str, entities: Sequence[Entity]) -> str:
    """A table of what was understood: entity, the words it was read from, its value without empty fields."""
    if not entities:
        return _SILENT
    rows = [(one.name, raw[one.start : one.end], _told(one)) for one in entities]
    widths = [max(len(row[at]) for row in rows) for at in (0, 1)]
    return "\n".join(
        f"{name:<{widths[0]}}  {words!r:<{widths[1] + 2}}  {value}" for name, words, value in rows
    )


def _told(entity: Entity) -> str:
    said = {key: value for key, value in entity.value.items() if value not in (None, [], False)}
    return ", ".join(
        f"{key} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in (said or entity.value).items()
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table for the text; the exit code is 0."""
    parser = argparse.ArgumentParser(prog="python -m bot.extract", description=__doc__)
    parser.add_argument("text", help="what the prospect typed")
    parser.add_argument("--asked", help="stem of the open question: budget, volume, timeline, location, …")
    parser.add_argument("--lang", choices=("es", "en"), help="language of the message; detected by default")
    parser.add_argument("--currency", default="EUR", help="currency meant when none is said")
    parser.add_argument("--phase", help="phase of the conversation, such as offer")
    parser.add_argument("--now", type=datetime.fromisoformat, help="date and time of the message, ISO 8601")
    options = parser.parse_args(arguments)
    now = options.now or datetime.now(timezone.utc)
    context = Context(
        now=now if now.tzinfo else now.replace(tzinfo=timezone.utc),
        language=options.lang or detect(options.text, "es"),
        currency=options.currency,
        asked=options.asked,
        phase=options.phase,
    )
    heading = f"language {context.language}, asked {context.asked or 'nothing'}, {context.now:%a %d %b %Y}"
    sys.stdout.write(f"{heading}\n{shown(options.text, read(options.text, context))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
