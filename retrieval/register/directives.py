"""The register: which directives there are, in what state on a day, which one a citation means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from retrieval import words
from retrieval.model import Directive, RegisterError, Span, State
from retrieval.register import applies as _applies
from retrieval.register import chain as _chain
from retrieval.register import cite, schema, state, topics
from retrieval.register import resolve as _resolve
from retrieval.register.applies import Applicable, Asked
from retrieval.register.chain import Link
from retrieval.register.cite import Mention
from retrieval.register.names import Names
from retrieval.register.resolve import Resolution
from retrieval.register.state import Standing

DUE_DAYS = 90


class Register:
    """The rows of corpus/directives/*.toml and what can be asked of them. Nothing in it changes after loading."""

    def __init__(self, rows: Iterable[Directive]) -> None:
        self.rows: tuple[Directive, ...] = tuple(rows)
        self._by_id = {r.id: r for r in self.rows}
        self._names = Names(self.rows)

    @classmethod
    def load(cls, folder: Path, overlay: Path | None = None) -> Register:
        """The register in a folder of .toml files, the office's own folder over it.

        RegisterError names the row that breaks the schema.
        """
        return cls(schema.load(folder, overlay))

    def get(self, id: str) -> Directive:
        """The row with this id; RegisterError where there is none."""
        try:
            return self._by_id[id]
        except KeyError:
            raise RegisterError(f"Sổ văn bản không có dòng «{id}»") from None

    def state(self, row: Directive, on: dt.date) -> State:
        """The state on a day, by rule."""
        return state.of(row, on, self.get).state

    def standing(self, row: Directive, on: dt.date) -> Standing:
        """The state on a day and what it rests on: since when, assumed start, last day."""
        return state.of(row, on, self.get)

    def lapsing(self, row: Directive, on: dt.date) -> bool:
        """In force on the day and known to end within 180 days."""
        return state.lapsing(self.standing(row, on), on)

    def resolve(
        self,
        number: str = "",
        kind: str = "",
        issuer: str = "",
        date: dt.date | None = None,
        year: int | None = None,
        text: str = "",
        *,
        subject: str = "",
        on: dt.date | None = None,
    ) -> Resolution:
        """The rows meant by a citation given in parts, or by the first citation standing in `text`."""
        if text:
            found = self.mentions(text, on)
            return found[0] if found else Resolution(())
        named = next((m.mention for m in self.mentions(f"{kind} {number}".strip(), on) if m.mention), None)
        mention = named or Mention(number, kind, "", None, None, "", number, Span(0, len(number)))
        mention = replace(
            mention,
            kind=mention.kind or kind,
            issuer=issuer or mention.issuer,
            date=date or mention.date,
            year=year or mention.year,
            subject=subject or mention.subject,
        )
        return _resolve.resolve(self.rows, mention, on)

    def mentions(self, text: str, on: dt.date | None = None) -> tuple[Resolution, ...]:
        """Every citation in running text, by number or by name, with the rows it means (none = not in the register)."""
        numbered = cite.mentions(text)
        named = self._names.mentions(text, [m.span for m in numbered])
        both = sorted((*numbered, *named), key=lambda m: m.span.start)
        return tuple(_resolve.resolve(self.rows, m, on) for m in _merged(words.nfc(text), both))

    def nearest(self, number: str, n: int = 3) -> tuple[Directive, ...]:
        """The rows whose numbers look most like one that is not in the register."""
        return _resolve.nearest(self.rows, number, n)

    def search(self, text: str, n: int = 10) -> tuple[Directive, ...]:
        """Rows about a topic («nông thôn mới»), best first; rows with less than half of the best score are left out."""
        ranked = topics.rank(self.rows, text)
        return tuple(r for r, score in ranked[:n] if score >= 0.5 * ranked[0][1])

    def applies(
        self,
        topic: str = "",
        *,
        first: dt.date,
        last: dt.date | None = None,
        kind: str = "",
        level: str = "",
        province: str = "",
        used: Mapping[str, int] | None = None,
    ) -> tuple[Applicable, ...]:
        """The directives in effect on a topic in a stretch of time (a day, a plan's year), best first.

        `topic` "" = emulation in general; `kind` narrows («Nghị định»); `used` counts past plans that cite a row.
        """
        asked = Asked(first, last or first, topic, kind, level, province)
        return _applies.applies(self.rows, asked, self.get, used)

    def chain(self, row: Directive) -> tuple[Link, ...]:
        """The texts that replaced, followed or amended one another, the oldest first."""
        return _chain.chain(self.rows, row)

    def later(self, row: Directive, on: dt.date) -> tuple[Directive, ...]:
        """What stands in its place on a day; the next to come where nothing does yet."""
        return _chain.later(self.rows, row, on, self.get)

    def earlier(self, row: Directive, on: dt.date) -> tuple[Directive, ...]:
        """What was in force on a day before this row began."""
        return _chain.earlier(self.rows, row, on, self.get)

    def same_number(self, mention: Mention) -> tuple[Directive, ...]:
        """Rows of the number a citation gives, whatever date or issuer it gives."""
        return _resolve.same_number(self.rows, mention)

    def citable(self, row: Directive) -> bool:
        """May be printed as a basis: number, date and issuer were confirmed and it is no draft."""
        return row.certainty not in ("unknown", "low") and not row.kind.startswith("Dự thảo")

    def citation_line(self, row: Directive, on: dt.date | None = None) -> str:
        """How official papers cite it, «Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về …»; "" if not citable.

        Amendments that hold on the day are added («được sửa đổi, bổ sung bởi …»).
        """
        if not self.citable(row):
            return ""
        if not row.number:
            day = f" ngày {words.day(row.date)}" if row.date else ""
            return f"{row.kind} {row.subject}, {row.issuer} phát động{day}"
        return _line(row) + self._amendments(row, on)

    def due(self, today: dt.date) -> tuple[Directive, ...]:
        """Rows to check again: not checked for 90 days, or of low or no certainty; the oldest first."""
        old = [
            r
            for r in self.rows
            if (today - r.checked).days > DUE_DAYS
            or r.certainty in ("low", "unknown")
            or r.state_certainty in ("low", "unknown")
        ]
        return tuple(sorted(old, key=lambda r: (r.checked, r.id)))

    def _amendments(self, row: Directive, on: dt.date | None) -> str:
        rows = [self.get(i) for i in row.amended_by]
        held = [r for r in rows if self.citable(r) and (on is None or self.state(r, on) is State.IN_FORCE)]
        if not held:
            return ""
        return " (được sửa đổi, bổ sung bởi " + ", ".join(f"{r.kind} số {r.number}" for r in held) + ")"


def _line(row: Directive) -> str:
    date = f" ngày {words.day(row.date)}" if row.date else f" năm {row.date_raw[:4]}" if row.date_raw else ""
    issuer = f" của {row.issuer}" if row.issuer != "chưa rõ" else ""
    subject = f" {row.subject}" if row.subject else ""
    if row.kind == "Luật" and row.subject.startswith("Luật"):
        return f"{row.subject} số {row.number}{date}"
    if row.kind == "Quy chuẩn kỹ thuật":
        return f"{row.number} {row.subject}"
    return f"{row.kind} số {row.number}{date}{issuer}{subject}"


def _merged(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """«Luật Thi đua, khen thưởng số 06/2022/QH15» is one citation: the number after a name takes the name over."""
    out: list[Mention] = []
    for m in mentions:
        before = out[-1] if out else None
        between = text[before.span.end : m.span.start].strip(" (").lower() if before else "."
        if before and before.name and m.number and between in ("", "số"):
            out.pop()
            span = Span(before.span.start, m.span.end)
            m = replace(m, kind=m.kind or before.kind, span=span, quote=text[span.start : span.end])
        out.append(m)
    return out
