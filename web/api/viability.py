"""«¿Es viable?» as a JSON interface."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.requests import Request

from viable.bootstrap import App
from viable.domain.errors import BadInput
from viable.feeds.inquiry_json import Inquiry
from viable.wording.viability import Answer, answer_of
from web.api.guards import key_holder, small_body

_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Inquiry.model_json_schema()}},
    }
}


def add_routes(router: APIRouter, app: App) -> None:
    """``POST /api/viability`` is among the routes."""

    @router.post(
        "/api/viability",
        dependencies=[Depends(key_holder(app))],
        openapi_extra=_BODY,
        responses={401: {"description": "no such API key"}, 413: {"description": "body too large"}},
        summary="Whether a request is viable, and what would be",
    )
    async def viability(
        request: Request, language: Annotated[str, Query(max_length=8, description="of the sentences")] = ""
    ) -> Answer:
        inquiry = _read(await small_body(request))
        return await run_in_threadpool(_answer, app, inquiry, language)


def _read(body: bytes) -> Inquiry:
    try:
        return Inquiry.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        raise HTTPException(422, found) from error


def _answer(app: App, inquiry: Inquiry, language: str) -> Answer:
    spoken = language if language in app.wording.languages else app.playbook().company.languages[0]
    try:
        return answer_of(app.viability.check(inquiry.request), app.sentences, spoken)
    except BadInput as error:
        raise HTTPException(422, str(error)) from error
