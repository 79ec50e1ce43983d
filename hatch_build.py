"""Owns what is made while the package is built: the index of places, compiled from GeoNames' towns.

A wheel carries the index, so that an installation needs neither the 180 MB of tables that it is
compiled from nor the time to compile it. An editable installation finds it beside the sources.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PlacesHook(BuildHookInterface[Any]):
    """Adds the compiled index of places to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by the build before files are collected; `version` is `standard` or `editable`."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from dragoman.knowledge import gazetteer
        finally:
            sys.path.remove(str(source))
        inside = gazetteer.SHIPPED.relative_to(Path(gazetteer.__file__).parents[2])
        if version == "editable":
            gazetteer.compile_into(source / inside)
            return
        self._folder = TemporaryDirectory()
        made = Path(self._folder.name) / inside.name
        gazetteer.compile_into(made)
        build_data["force_include"][str(made)] = inside.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called when the wheel is written."""
        if version != "editable":
            self._folder.cleanup()
