"""What the public chat needs from the business: the shape of ``viable.services.turns.Turns``.

The router knows this protocol only, so that its tests need no store, no Rasa and no playbook.
"""

from __future__ import annotations

from typing import Protocol

from viable.domain.conversation import Source
from viable.services.turns import Page


class ChatService(Protocol):
    """Opens conversations, takes messages, gives the transcript. Synchronous; safe in threads."""

    def open(self, source: Source, *, language: str, timezone: str) -> str:
        """Id of a new conversation that already holds the greeting; unknown languages and zones get the default."""

    def receive(self, conversation_id: str, client_id: str, *, text: str | None, button: str | None) -> None:
        """The message is stored, once per ``client_id``; raises NotFound, BadInput for an unknown button."""

    def items(self, conversation_id: str, after: int) -> Page:
        """Lines with ``seq`` > ``after``, oldest first, and the state after them; raises NotFound."""
