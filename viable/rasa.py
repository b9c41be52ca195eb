"""Rasa, as the front door speaks to it: its REST channel, on loopback."""

from __future__ import annotations

import requests
from requests.adapters import HTTPAdapter

from viable.domain.conversation import Json
from viable.domain.errors import Unavailable

CONNECT_SECONDS, READ_SECONDS = 1.0, 15.0


class RasaDialogue:
    """See ``viable.ports.Dialogue``; safe in threads, connections are kept."""

    def __init__(self, url: str, connections: int = 16) -> None:
        self._url = f"{url}/webhooks/rest/webhook"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=connections))

    def turn(self, conversation_id: str, text: str, metadata: Json) -> list[Json]:
        """Rasa's replies to one message; raises Unavailable when it gives none that can be read."""
        body = {"sender": conversation_id, "message": text, "metadata": metadata}
        try:
            answer = self._session.post(self._url, json=body, timeout=(CONNECT_SECONDS, READ_SECONDS))
            answer.raise_for_status()
            replies = answer.json()
        except requests.RequestException as error:
            raise Unavailable(f"Rasa did not answer: {type(error).__name__}") from error
        if not isinstance(replies, list):
            raise Unavailable("Rasa answered something that is not a list of replies")
        return replies
