"""The index as a LangChain `BaseRetriever`: an office's own chains search it and keep place, state and span."""

from __future__ import annotations

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as Page
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval import Hit, Index, Register, State, Where, format_path, words


class ThiduaRetriever(BaseRetriever):
    """Clauses as LangChain documents; `page_content` is the source's own words.

    Metadata: source, doc, title, number, path (printed steps), place («điểm c khoản 1 Điều 69»), heading, start and end
    (code points in the source's text), line, score (0…1), state (the register's word on `on`; "unknown" if not listed).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    register: Register | None = None
    on: date
    k: int = 10
    where: Where = Where()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Page]:  # noqa: ARG002
        return [self._page(hit) for hit in self.index.search(query, self.k, self.where)]

    def _page(self, hit: Hit) -> Page:
        clause, document = hit.clause, hit.document
        metadata: dict[str, Any] = {
            "source": document.source, "doc": document.doc, "title": words.squeeze(document.title),
            "number": document.header.number, "path": list(clause.path), "place": format_path(clause.path),
            "heading": list(clause.heading), "start": clause.span.start, "end": clause.span.end, "line": clause.line,
            "score": round(hit.score, 4), "state": self._state(hit).value,
        }  # fmt: skip
        return Page(page_content=clause.quote, metadata=metadata, id=str(clause.ref))

    def _state(self, hit: Hit) -> State:
        header = hit.document.header
        if self.register is None or not header.number:
            return State.UNKNOWN
        row = self.register.resolve(number=header.number, kind=header.kind, date=header.date).row
        return self.register.state(row, self.on) if row else State.UNKNOWN
