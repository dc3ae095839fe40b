"""`thidua search`: hybrid search in the index, one question or a batch of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.compose import ConfigOption, CorpusOption, IndexOption, JsonOption, say, settings
from retrieval import Hit, Index, ThiduaError, Where


def search(
    question: Annotated[str, typer.Argument(help="câu hỏi hoặc từ khoá", show_default=False)] = "",
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="số kết quả")] = 10,
    topic: Annotated[str, typer.Option("--topic", help="chỉ văn bản, phần nói về chủ đề này")] = "",
    unit: Annotated[str, typer.Option("--unit", help="chỉ văn bản của cơ quan có tên này")] = "",
    level: Annotated[str, typer.Option("--level", help="chỉ văn bản cấp này: xã, tỉnh, bộ, trung ương …")] = "",
    year: Annotated[str, typer.Option("--year", help="chỉ văn bản của năm này")] = "",
    kind: Annotated[str, typer.Option("--kind", help="chỉ loại văn bản này: kế hoạch, nghị định …")] = "",
    batch: Annotated[Path | None, typer.Option("--batch", help='tệp JSONL, mỗi dòng {"id","q"}')] = None,
    config: ConfigOption = None,
    index: IndexOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tìm trong kho văn bản; không soạn câu trả lời."""
    rows = list(_rows(batch)) if batch else [("", question)]
    if not batch and not question.strip():
        raise ThiduaError("Cần một câu hỏi, hoặc --batch TỆP.jsonl")
    where = Where(unit=unit, level=level.lower(), year=year, kind=kind, topic=topic)
    made = settings(config, index, corpus)
    e = made.embedding
    with Index.open(made.index.folder, model=e.model, dtype=e.dtype, threads=e.threads, url=made.vectors.url) as opened:
        opened.warm()
        for row, text in rows:
            start = time.perf_counter()
            hits = opened.search(text, k, where)
            ms = (time.perf_counter() - start) * 1000
            if as_json:
                found = {"id": row, "hits": [as_row(h) for h in hits], "ms": round(ms, 2)}
                print(json.dumps(found, ensure_ascii=False))
            else:
                _show(text if batch else "", hits)
        if opened.degraded:
            say(f"chế độ dự phòng: {opened.degraded}")


def as_row(hit: Hit) -> dict[str, object]:
    """A hit as JSON."""
    clause = hit.clause
    return {
        "source": hit.document.source, "doc": hit.document.doc, "path": list(clause.path), "text": clause.text,
        "score": round(hit.score, 4),
    }  # fmt: skip


def _rows(batch: Path) -> Iterator[tuple[str, str]]:
    if not batch.is_file():
        raise ThiduaError(f"Không có tệp {batch}")
    for n, line in enumerate(batch.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield str(row["id"]), str(row["q"])
        except (ValueError, TypeError, KeyError) as e:
            raise ThiduaError(f'{batch.name} dòng {n}: cần một đối tượng JSON có "id" và "q"') from e


def _show(question: str, hits: list[Hit]) -> None:
    if question:
        print(f"? {question}")
    for n, hit in enumerate(hits, 1):
        place = " › ".join(hit.clause.path)
        text = " ".join(hit.clause.text.split())
        print(f"{n:2}. {hit.score:.2f}  {hit.document.source}  {place}\n    {text[:300]}")
    if not hits:
        print("Không tìm thấy.")
