"""The HTTP interface in the test's own process."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.facts import BASE
from api.routes import routes
from api.service import Service
from api.settings import ApiSettings

GENEROUS = ApiSettings(reads_per_second=1_000_000, exports_per_minute=1_000_000)


def api_client(settings: ApiSettings = GENEROUS) -> TestClient:
    """A client of an interface with its own memory and limits; paths are those below /api/v1."""
    return TestClient(Starlette(routes=routes(Service(settings))), base_url=f"http://testserver{BASE}")
