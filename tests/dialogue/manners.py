"""What no answer may do, whatever the dialogue: one place for the promises made to every prospect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.dialogue.visitor import Json, Visitor

INTERNAL = re.compile(
    r"margen|margin|umbral|threshold|\d\s?%|sobrecarg|overload|utili[sz]a|cuello de botella|bottleneck"
    r"|troqueladora|impresora|die-cutting|backup|Traceback|utter_|\bNone\b|[{}]|\bnan\b",
    re.IGNORECASE,
)
"""Load, margins, thresholds, machines, and what leaks from a program."""

TUTEO = re.compile(
    r"\b(tú|tienes|quieres|puedes|dime|necesitas|prefieres|contigo|vosotros|te (llamo|llama|paso|digo|aviso)|tus?)\b",
    re.IGNORECASE,
)
LONGEST_REPLY = 1100
MOST_QUESTIONS = 2
OPEN_AGAIN = ("location", "contact", "consent", "offer")
"""Questions that may be asked although there is an answer: to choose among places, to complete a contact."""


def offences(visitor: Visitor, before: Json) -> Iterator[str]:
    """What is wrong with the last reply in any dialogue."""
    reply, asked = visitor.reply, visitor.public["asked"]
    if not reply.strip():
        yield "silence"
    if found := INTERNAL.search(reply):
        yield f"shows what is internal: {found[0]}"
    if visitor.public["language"] == "es" and (found := TUTEO.search(reply)):
        yield f"is not usted: {found[0]}"
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    for line in {line for line in lines if lines.count(line) > 1}:
        yield f"says twice: {line}"
    if len(reply) > LONGEST_REPLY:
        yield f"is {len(reply)} characters long"
    if reply.count("?") > MOST_QUESTIONS:
        yield f"asks {reply.count('?')} questions at once"
    if asked is not None and asked not in OPEN_AGAIN and asked in before and asked in visitor.answers:
        yield f"asks again what was answered: {asked}"
