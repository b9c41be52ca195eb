"""The public chat interface: open a conversation, send, read, listen."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from web.chat.feed import Feed, Wakeups
from web.chat.limits import Gate
from web.chat.origins import Origins
from web.chat.service import ChatService
from web.chat.sessions import Session, SessionRefused, Sessions
from web.chat.wire import Conversation, MessageRequest, OpenRequest, Page, Refusal, Token


@dataclass(frozen=True, slots=True)
class Door:
    """All that stands between the public and the chat service."""

    service: ChatService
    sessions: Sessions
    origins: Origins
    gate: Gate
    wakeups: Wakeups
    feed: Feed


def _door(request: Request) -> Door:
    door = request.app.state.chat
    assert isinstance(door, Door)
    return door


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


_bearer = HTTPBearer(auto_error=False, description="the token of POST /api/chat/conversations")

AtDoor = Annotated[Door, Depends(_door)]
Address = Annotated[str, Depends(_address)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def _origin(request: Request, door: AtDoor) -> str:
    return door.origins.of(request)


Origin = Annotated[str, Depends(_origin)]


def _session(door: AtDoor, bearer: Bearer, origin: Origin) -> Session:
    if bearer is None:
        raise SessionRefused("session_unknown")
    return door.sessions.open(bearer.credentials, origin)


AsVisitor = Annotated[Session, Depends(_session)]
After = Annotated[int, Query(ge=0, le=2**31, description="the last line that the browser has")]

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Refusal, "description": "the body is not JSON"},
    401: {"model": Refusal, "description": "the session is unknown, or has to be renewed"},
    403: {"model": Refusal, "description": "the page is on no allowed site"},
    413: {"model": Refusal, "description": "the body is too large"},
    422: {"model": Refusal, "description": "the request does not fit this description"},
    429: {"model": Refusal, "description": "too many requests; again after `retry_after` seconds"},
}

router = APIRouter(prefix="/api/chat", tags=["chat"], responses=_REFUSALS)


@router.post("/conversations", status_code=201)
def open_conversation(body: OpenRequest, door: AtDoor, origin: Origin, address: Address) -> Conversation:
    """A conversation with its greeting, and the token that opens it again from this site."""
    door.gate.admit("open", address)
    conversation_id = door.service.open(
        body.source(),
        language=body.language.partition("-")[0].lower(),
        timezone=body.timezone,
    )
    token = door.sessions.issue(Session(conversation_id, origin))
    page = Page.of(door.service.items(conversation_id, 0))
    return Conversation(token=token, items=page.items, state=page.state)


@router.post("/renewals", status_code=201)
def renew_session(door: AtDoor, bearer: Bearer, origin: Origin, address: Address) -> Token:
    """A fresh token for the same conversation, in exchange for one up to two weeks old."""
    door.gate.admit("open", address)
    if bearer is None:
        raise SessionRefused("session_unknown")
    return Token(token=door.sessions.renew(bearer.credentials, origin))


@router.post("/messages", status_code=202)
def send_message(body: MessageRequest, door: AtDoor, session: AsVisitor, address: Address) -> Page:
    """The message is stored, once per ``client_id``; its answer comes by events or the next reading."""
    door.gate.admit("send", address, session.conversation_id)
    door.service.receive(session.conversation_id, str(body.client_id), text=body.text, button=body.button)
    door.wakeups.wake(session.conversation_id)
    return Page.of(door.service.items(session.conversation_id, body.after))


@router.get("/messages")
def read_messages(door: AtDoor, session: AsVisitor, address: Address, after: After = 0) -> Page:
    """Lines of the transcript after ``after``, oldest first, and what the visitor may know of its state."""
    door.gate.admit("read", address)
    return Page.of(door.service.items(session.conversation_id, after))


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "events named `page`"}},
)
async def follow_messages(
    door: AtDoor, session: AsVisitor, address: Address, after: After = 0
) -> StreamingResponse:
    """The same pages as they come, as server-sent events named ``page``."""
    door.gate.admit("read", address)
    events = _heard(door, session.conversation_id, after, address)
    first = await anext(events)  # a refusal is told before the stream begins
    return StreamingResponse(
        _continued(first, events),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _heard(door: Door, conversation_id: str, after: int, address: str) -> AsyncGenerator[str]:
    with door.gate.listening(address):
        async with aclosing(door.feed.follow(conversation_id, after)) as events:
            async for event in events:
                yield event


async def _continued(first: str, rest: AsyncGenerator[str]) -> AsyncGenerator[str]:
    async with aclosing(rest):
        yield first
        async for event in rest:
            yield event
