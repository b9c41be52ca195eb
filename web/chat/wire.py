"""What travels between the widget and the server, as JSON."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from viable.domain.conversation import Item as StoredItem
from viable.domain.conversation import Source
from viable.services import turns

LONGEST_TEXT = 20_000
"""Longer than what a prospect may send (that is refused kindly, in the chat): what the server will read."""

LONGEST_PARAMETER = 500


def plain(value: object) -> object:
    """Text without control characters, cut to what a campaign parameter may need; others as they are."""
    if not isinstance(value, str):
        return value
    printable = "".join(
        char for char in value[: 4 * LONGEST_PARAMETER] if unicodedata.category(char)[0] != "C"
    )
    return printable[:LONGEST_PARAMETER]


type Parameter = Annotated[str, BeforeValidator(plain)]


class Strict(BaseModel):
    """A body that may hold the named fields only."""

    model_config = ConfigDict(extra="forbid")


class Utm(Strict):
    """Campaign parameters of the page's address."""

    source: Parameter = ""
    medium: Parameter = ""
    campaign: Parameter = ""
    term: Parameter = ""
    content: Parameter = ""


class OpenRequest(Strict):
    """Where a visitor opens the chat. Everything in it is hostile until shown as text."""

    page: Parameter = ""
    referrer: Parameter = ""
    utm: Utm = Utm()
    language: Parameter = Field("", description="of the page, such as es or en-GB")
    timezone: Parameter = Field("", description="IANA name, such as Europe/Madrid")

    def source(self) -> Source:
        """Page, referrer and the campaign parameters that are set."""
        utm = {name: value for name, value in self.utm.model_dump().items() if value}
        return Source(self.page, self.referrer, utm)


class MessageRequest(Strict):
    """What a prospect sends: a text, or the token of a tapped button."""

    client_id: UUID = Field(description="made by the browser; the same one twice is one message")
    text: str | None = Field(None, max_length=LONGEST_TEXT)
    button: str | None = Field(None, max_length=200)
    after: int = Field(0, ge=0, le=2**31, description="the last line that the browser has")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.button is None):
            raise ValueError("exactly one of text and button is needed")
        return self


class Button(BaseModel):
    """A quick reply."""

    token: str
    title: str


class Item(BaseModel):
    """One line of the transcript."""

    seq: int
    kind: Literal["prospect", "bot", "person", "notice"]
    text: str
    at: datetime
    buttons: list[Button]
    client_id: str | None

    @classmethod
    def of(cls, item: StoredItem) -> Self:
        """The line without what only the server may know."""
        buttons = [Button(token=button.token, title=button.title) for button in item.buttons]
        return cls(
            seq=item.seq,
            kind=item.kind,
            text=item.text,
            at=item.at,
            buttons=buttons,
            client_id=item.client_id,
        )


class SummaryLine(BaseModel):
    """One answer so far."""

    model_config = ConfigDict(from_attributes=True)

    topic: str
    label: str
    text: str


class State(BaseModel):
    """What a prospect may know about the conversation."""

    phase: str
    asked: str | None
    answered: int
    total: int
    language: str
    is_closed: bool
    is_thinking: bool
    is_taken_over: bool
    reference: str | None
    summary: list[SummaryLine]

    @classmethod
    def of(cls, state: turns.PublicState) -> Self:
        """The state with its summary as lines of text."""
        return cls.model_validate(state, from_attributes=True)


class Page(BaseModel):
    """Lines of the transcript, oldest first, and the state after the last of them."""

    items: list[Item]
    state: State

    @classmethod
    def of(cls, page: turns.Page) -> Self:
        """The page without what only the server may know."""
        return cls(items=[Item.of(item) for item in page.items], state=State.of(page.state))


class Conversation(Page):
    """A conversation just opened, and the token that opens it again."""

    token: str


class Token(BaseModel):
    """A fresh session token."""

    token: str


class Refusal(BaseModel):
    """Why a request was refused: ``code`` is for programs, ``message`` for developers."""

    code: Literal[
        "invalid_request", "origin_refused", "session_expired", "session_unknown", "too_fast", "too_large"
    ]
    message: str
    retry_after: int | None = None
