"""Owns the list of the pages' routes."""

from __future__ import annotations

from fastapi import APIRouter

from dragoman.web.pages import home, process, records, review

router = APIRouter()
for part in (home, process, records, review):
    router.include_router(part.router)
