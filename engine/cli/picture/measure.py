"""How wide words are, in every script: typst shapes them with the fonts that our certificates are drawn with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

SIZE = 13
"""Size in which words are measured; other sizes are in proportion."""
SPARE = 1.06
"""Another machine's fonts may be a little wider than ours."""
_SOURCE = f"""
#set text(font: ("Noto Sans", "Noto Sans Telugu", "Noto Sans Devanagari", "Noto Sans Arabic"), size: {SIZE}pt)
#context [#metadata(json(bytes(sys.inputs.words)).map(word => measure(text(word)).width.pt())) <widths>]
"""


class Ruler:
    """Knows the widths of the words it was made with."""

    def __init__(self, texts: Iterable[str]) -> None:
        words = {word for each in texts for word in each.split()}
        self._widths = _measured(tuple(sorted({*words, " ", "…"})))

    def width(self, text: str, size: float = SIZE) -> float:
        """Return how wide a text is."""
        words = text.split()
        gaps = max(0, len(words) - 1) * SIZE * 0.27
        return (sum(map(self._word, words)) + gaps) * size / SIZE * SPARE

    def _word(self, word: str) -> float:
        known = self._widths.get(word)
        return len(word) * SIZE * 0.62 if known is None else known

    def lines(self, text: str, width: float, size: float = SIZE, most: int = 2) -> list[str]:
        """Return a text in lines no wider than this; what does not fit into so many ends in dots."""
        lines: list[str] = []
        for word in text.split():
            if lines and self.width(f"{lines[-1]} {word}", size) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(self._cut(word, width, size))
        if len(lines) > most:
            lines = [*lines[: most - 1], self._cut(f"{lines[most - 1]} …", width, size, must=True)]
        return lines

    def _cut(self, text: str, width: float, size: float, *, must: bool = False) -> str:
        """Return a text that fits; whole words go first, then letters."""
        if self.width(text, size) <= width:
            return text
        words = text.removesuffix(" …").split()
        while len(words) > 1 and self.width(" ".join(words) + " …", size) > width:
            words.pop()
        short = " ".join(words)
        while len(short) > 1 and self.width(f"{short}…", size) > width:
            short = short[:-1]
        return f"{short} …" if must and short == " ".join(words) else f"{short}…"


@lru_cache(maxsize=8)
def _measured(words: tuple[str, ...]) -> Mapping[str, float]:
    import typst

    from engine.services.certificates.render import installed_fonts

    found = typst.query(  # type: ignore[misc]  # its own stub leaves the kind of input open
        _SOURCE.encode(),
        "<widths>",
        field="value",
        one=True,
        sys_inputs={"words": json.dumps(words)},
        font_paths=[str(folder) for folder in installed_fonts()],
        ignore_system_fonts=True,
    )
    return dict(zip(words, json.loads(found), strict=True))
