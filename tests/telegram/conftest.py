from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_telegram import FakeTelegram
from tests.telegram.world import ADMIN, EDITOR, STRANGER, VIEWER, Running, running


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as made:
        for id, name in ((ADMIN, "Quản trị"), (EDITOR, "Anh Soạn"), (VIEWER, "Chị Xem"), (STRANGER, "Người lạ")):
            made.person(id, name)
        yield made


@pytest.fixture
def bot(fake: FakeTelegram, tmp_path: Path) -> Iterator[Running]:
    with running(fake, tmp_path) as made:
        yield made
