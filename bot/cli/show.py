"""`thidua show FILE`: what was read from one file, for a clerk or as one JSON object."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.compose import ConfigOption, CorpusOption, IndexOption, JsonOption
from bot.texts import show as texts
from retrieval import Reading, Target, read_kept


def show(
    file: Annotated[Path, typer.Argument(help="tệp cần đọc: .txt, .md, .docx, .pdf, ảnh", show_default=False)],
    as_json: JsonOption = False,
    config: ConfigOption = None,
    index: IndexOption = None,
    corpus: CorpusOption = None,
) -> None:
    """Đọc một tệp và cho biết đã nhận ra gì, thiếu gì, chỗ nào còn ngờ."""
    del config, index, corpus  # every command takes them; reading one file needs none
    reading = read_kept(file)
    if as_json:
        print(json.dumps(as_row(reading), ensure_ascii=False))
        return
    for line in report(reading):
        print(line)


def as_row(r: Reading) -> dict[str, Any]:
    """A reading as the JSON object of `show --json`; dates ISO, "" where the paper gives none."""
    h = r.document.header
    return {
        "doc": r.document.doc,
        "source": r.document.source,
        "header": {
            "number": h.number, "number_raw": h.number_raw, "place": h.place, "date": _iso(h.date),
            "date_raw": h.date_raw,
            "issuer": h.issuer, "level": h.level, "kind": h.kind, "subject": h.subject, "period": h.period,
        },
        "clauses": [{"path": list(c.path), "id": str(c.ref), "text": c.text, "line": c.line} for c in r.clauses],
        "targets": [
            {
                "unit": t.unit, "period": t.period, "indicator": t.indicator, "parent": t.parent,
                "comparator": t.comparator,
                "value": t.value, "value_num": t.value_num, "value_max": t.value_max, "measure": t.measure,
                "path": list(t.ref.path), "quote": t.quote,
            }
            for t in r.targets
        ],
        "duties": [{"who": d.who, "what": d.what, "path": list(d.ref.path), "quote": d.quote} for d in r.duties],
        "deadlines": [
            {"what": d.what, "when": d.when, "date": _iso(d.date), "path": list(d.ref.path), "quote": d.quote}
            for d in r.deadlines
        ],
        "movements": [
            {
                "name": m.name, "launched_by": m.launched_by, "period": m.period, "path": list(m.ref.path),
                "quote": m.quote,
            }
            for m in r.movements
        ],
        "themes": [
            {"text": t.text, "movement": t.movement, "path": list(t.ref.path), "quote": t.quote} for t in r.themes
        ],
        "citations": [
            {
                "number": c.number, "kind": c.kind, "issuer": c.issuer, "date": _iso(c.date), "subject": c.subject,
                "path": list(c.ref.path), "quote": c.quote,
            }
            for c in r.cited
        ],
        "recipients": list(r.recipients),
        "signer": r.signer and {"title": r.signer.title, "name": r.signer.name, "on_behalf": r.signer.on_behalf},
        "doubts": list(r.doubts),
    }  # fmt: skip


def report(r: Reading) -> list[str]:
    """What a clerk reads: the head, the outline, the facts, what is missing or doubtful."""
    h = r.document.header
    fields = (
        h.kind,
        h.number or h.number_raw,
        h.place,
        h.date_raw or _iso(h.date),
        h.issuer,
        h.level,
        h.subject,
        h.period,
    )
    lines = [r.document.source]
    lines += [f"  {name:<14} {value or texts.BLANK}" for name, value in zip(texts.FIELDS, fields, strict=True)]
    if r.signer:
        lines.append(
            f"  {texts.SIGNER:<14} {' '.join(x for x in (r.signer.on_behalf, r.signer.title, r.signer.name) if x)}"
        )
    lines += ["", texts.OUTLINE.format(n=len(r.clauses))]
    for c in r.clauses:
        head = c.text.split("\n", 1)[0]
        lines.append(f"  {'  ' * max(len(c.path) - 1, 0)}{head[:100]}{'…' if len(head) > 100 else ''}")
    counts = (
        len(r.targets),
        len(r.duties),
        len(r.deadlines),
        len(r.movements),
        len(r.themes),
        len(r.cited),
        len(r.recipients),
    )
    lines += ["", texts.COUNTS.format(*counts)]
    lines += [f"  {texts.TARGET}: {_figure(t)}" for t in r.targets]
    lines += [f"  {texts.DUTY}: {d.who}: {d.what}" for d in r.duties]
    lines += [f"  {texts.DEADLINE}: {d.when}: {d.what}" for d in r.deadlines]
    lines += [f"  {texts.MOVEMENT}: {m.name}" for m in r.movements]
    lines += [f"  {texts.THEME}: {t.text}" for t in r.themes]
    lines += [f"  {texts.CITED}: {' '.join(x for x in (c.kind, c.number, c.issuer, c.subject) if x)}" for c in r.cited]
    lines += ["", texts.DOUBTS if r.doubts else texts.NO_DOUBTS]
    lines += [f"  - {d}" for d in r.doubts]
    return lines


def _figure(t: Target) -> str:
    """«Tỷ lệ hộ nghèo: < 1,5%»; a goal without a figure is its words alone."""
    if not t.value:
        return t.indicator
    sign = "" if t.comparator in ("=", "range") else f"{t.comparator} "
    upper = "" if t.value_max is None else f" - {t.value_max:g}".replace(".", ",")
    return f"{t.indicator}: {sign}{t.value}{upper}{'' if t.measure == '%' else ' '}{t.measure}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
