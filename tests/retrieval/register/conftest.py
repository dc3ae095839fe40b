import tomllib
from pathlib import Path
from typing import Any

import pytest

FACTS = Path(__file__).resolve().parents[4] / "shared" / "facts" / "register.toml"


@pytest.fixture(scope="session")
def shared_register() -> list[dict[str, Any]]:
    if not FACTS.exists():
        pytest.skip("the checked facts of the register lie outside the repository and are absent here")
    rows: list[dict[str, Any]] = tomllib.loads(FACTS.read_text(encoding="utf-8"))["directive"]
    return rows
