"""Prints the pretend departments' own papers: one page each, in both languages, marked as a sample from edge to edge."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from engine.services.certificates.render import installed_fonts

PAPERS = Path(__file__).parent / "papers"


class Printer:
    """Draws papers from `papers/*.typ`. Fonts are read when the first paper is asked for."""

    def __init__(self) -> None:
        self._compilers: dict[str, typst.Compiler] = {}
        self._lock = Lock()

    async def document(
        self, name: str, layout: str, day: date, paper: Mapping[str, Any]
    ) -> dict[str, str]:
        """Return a document as departments send it: name, kind and content in base64."""
        content = await asyncio.to_thread(self.draw, layout, day, paper)
        return {
            "name": name,
            "mime": "application/pdf",
            "content": base64.b64encode(content).decode(),
        }

    def draw(self, layout: str, day: date, paper: Mapping[str, Any]) -> bytes:
        """Return a PDF; the same values on the same day give the same bytes."""
        with self._lock:
            compiler = self._compilers.get(layout)
            if compiler is None:
                compiler = self._compilers[layout] = typst.Compiler(
                    str(PAPERS / layout),
                    root=str(PAPERS),
                    font_paths=self._fonts,
                    ignore_system_fonts=True,
                )
            page = compiler.compile(
                format="pdf",
                sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
                timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
            )
        if not isinstance(page, bytes):
            message = f"{layout}: a paper has one page"
            raise TypeError(message)
        return page

    @cached_property
    def _fonts(self) -> typst.Fonts:
        folders = [str(folder) for folder in installed_fonts()]
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
        )
