"""prompts/*.md: loaded from beside the packages, their {{holes}} checked against what the code fills."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from retrieval import SettingsError

FOLDER = Path(__file__).resolve().parent.parent / "prompts"
_HOLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with holes; every hole is filled once, and nothing put in is read for holes again."""

    name: str
    text: str

    def fill(self, **values: str) -> str:
        """The prompt with its holes filled."""
        return _HOLE.sub(lambda m: values[m.group(1)], self.text)


def load(name: str, holes: set[str], folder: Path = FOLDER) -> Prompt:
    """One prompt file. SettingsError where it is missing or its holes are not exactly `holes`."""
    file = folder / f"{name}.md"
    if not file.is_file():
        raise SettingsError(f"Không có tệp mẫu {file.name} trong thư mục {folder.name}")
    text = file.read_text(encoding="utf-8")
    found = set(_HOLE.findall(text))
    if found != holes:
        want = ", ".join(f"{{{{{h}}}}}" for h in sorted(holes))
        raise SettingsError(
            f"{file.name}: cần đúng các chỗ trống {want}; đang có {', '.join(sorted(found)) or 'không có'}"
        )
    return Prompt(name, text)
