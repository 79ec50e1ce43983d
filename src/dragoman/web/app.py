"""Owns putting the desk together: its routes, what stands before them, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from dragoman.version import __version__
from dragoman.web import api, signing
from dragoman.web.gate import Gate
from dragoman.web.pages import router as pages
from dragoman.web.problems import install
from dragoman.web.rendering import FOLDER

if TYPE_CHECKING:
    from dragoman.web.desk import Desk


def make_app(desk: Desk) -> FastAPI:
    """The desk as an ASGI application."""
    app = FastAPI(
        title="Dragoman",
        version=__version__,
        docs_url=None,  # their pages load scripts from other hosts
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,
    )
    install(app)
    app.include_router(api.router)
    app.include_router(signing.router, include_in_schema=False)
    app.include_router(pages.router, include_in_schema=False)
    if (FOLDER / "static").is_dir():
        app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    app.add_middleware(Gate, desk=desk)
    return app
