"""Reads the layouts of pages: each as one text with the shared parts it stands on, before which a page's values are put."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_SHARED: Final = re.compile(r'^#import "/(_shared/[a-z_]+\.typ)": \*\n', re.MULTILINE)


def whole_layout(templates: Path, name: str) -> str:
    """Return a layout with the text of each shared part in the place of its import."""
    text = (templates / name).read_text("utf-8")
    return _SHARED.sub(lambda found: whole_layout(templates, found[1]), text)


def with_values(layout: str, values: Mapping[str, object]) -> bytes:
    """Return the layout for one page: its values stand before it, as JSON within one quoted text that nothing in them can end.

    Given as an input of the compiler they would make it forget all it has drawn before; so only what is new on a page is set anew.
    """
    quoted = json.dumps(values, ensure_ascii=False).replace("\\", "\\\\").replace('"', '\\"')
    return f'#let record = "{quoted}"\n{layout}'.encode()
