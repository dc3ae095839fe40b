"""Words of the scoreboard."""

from __future__ import annotations

WITH_MODEL = " + mô hình"
