"""The interfaces for other systems, and their description."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from viable.bootstrap import App
from web.api import lead_times, viability


def api_router(app: App) -> APIRouter:
    """Routes under ``/api``, described at ``/api/openapi.json``, apart from the chat's."""
    described = APIRouter()
    viability.add_routes(described, app)
    lead_times.add_routes(described, app)
    router = APIRouter(include_in_schema=False)
    router.include_router(described)

    @router.get("/api/openapi.json")
    async def description() -> dict[str, Any]:
        return get_openapi(
            title="Viable",
            version="1",
            description="What is viable, for other systems.",
            routes=described.routes,
        )

    return router
