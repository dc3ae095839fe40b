"""Answers, findings and registers as messages: HTML built by us from escaped words, sources as folded quotes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.model import Answer, Citation, Context, Draft, Finding, RegisterFact
from bot.telegram.html import clip, escape
from bot.telegram.nouns import Button, Part, Rows
from bot.telegram.office import Due
from bot.texts import law as law_texts
from bot.texts import telegram as t
from retrieval import Document, format_path, words

QUOTE_UNITS = 1_200
BUTTONS_A_ROW = 4
MAX_SOURCES = 8


Names = Mapping[str, str]
_NO_NAMES: Names = {}


def answer(
    found: Answer, turn: int, *, group: bool, names: Names = _NO_NAMES, prefix: str = "", drafts: bool = False
) -> tuple[Part, ...]:  # fmt: skip
    """The answer first, then a folded quote a source; buttons under the last message.

    `turn` is what the buttons refer to, `names` what documents are called, `drafts` whether the person may draft.
    In a group: no files, no context editing, no drafting.
    """
    blocks = [prefix + _body(found)]
    told = words.fold(t.REGISTER) in words.fold(found.text)
    blocks += [_register(f, told=told) for f in found.register[:6]]
    blocks += [quote(c, names) for c in found.citations[:MAX_SOURCES]]
    if line := context_line(found.context):
        blocks.append(f"<i>{t.UNDERSTOOD}: {line}</i>")
    if found.by_model:
        blocks.append(t.BY_MODEL)
    return (Part("\n".join(b for b in blocks if b), _answer_rows(found, turn, names, group=group, drafts=drafts)),)


def _body(found: Answer) -> str:
    text = escape(found.text.strip())
    if found.kind == "abstain":
        reason = escape(found.reason.strip())
        body = text or t.NO_GROUNDS
        if reason and reason not in body:
            body += f"\n{reason}"
        told = words.fold(t.NEAREST.rstrip(":")[:8]) in words.fold(body)
        return f"{body}\n<i>{t.NEAREST}</i>" if found.citations and not told else body
    return text or escape(found.reason) or t.NO_GROUNDS


def quote(c: Citation, names: Names = _NO_NAMES) -> str:
    """One source: its number, document, place, state, and the exact words in a quote that opens on a tap."""
    head = f"<b>[{c.n}]</b> {escape(names.get(c.doc, c.source))}"
    place = escape(format_path(c.path)) if c.path else ""
    badge = t.BADGES[c.state]
    line = " — ".join(x for x in (head, place, badge) if x)
    note = f"\n<i>{escape(c.note)}</i>" if c.note else ""
    words_ = escape(clip(c.quote, QUOTE_UNITS))
    return f"<blockquote expandable>{line}{note}\n«{words_}»</blockquote>"


def _register(f: RegisterFact, *, told: bool) -> str:
    """A directive's state; when it was checked only where the answer has not said so itself."""
    if told:
        return f"{t.BADGES[f.state]}: <b>{escape(f.number or f.id)}</b>{_opens(f)}"
    when = t.REGISTER_AT.format(date=words.day(f.checked))
    return f"{t.BADGES[f.state]}: <b>{escape(f.number or f.id)}</b> ({when}){_opens(f)}"


def _opens(f: RegisterFact) -> str:
    """Where the register read it, as a link; the kind of place is said by its name."""
    address = law_texts.address(f.sources)
    host = address.partition("://")[2].partition("/")[0]
    return f' · <a href="{escape(address)}">{escape(host)}</a>' if address else ""


def context_line(c: Context) -> str:
    """«xã Phổ Châu · 2025 · hộ nghèo», "" where nothing was understood beyond the question."""
    return escape(" · ".join(x for x in (c.unit, c.year, c.indicator, c.number, c.topic) if x))


def _answer_rows(found: Answer, turn: int, names: Names, *, group: bool, drafts: bool) -> Rows:
    options = [Button(o.label, "ask", o.question) for o in found.options[:8]]
    rows = _paired(options)
    if not group:
        files = _once(found.citations[:MAX_SOURCES])
        made = [Button(t.FILE_OF.format(n=c.n), "file", c.source) for c in files]
        rows += [tuple(made[i : i + BUTTONS_A_ROW]) for i in range(0, len(made), BUTTONS_A_ROW)]
    if found.kind in ("clarify", "refuse"):
        return tuple(rows)
    if found.kind == "answer":
        copy = (Button(t.COPY, copy=_cited(found.citations[0], names)),) if found.citations else ()
        export = () if group else (Button(t.DOCX, "paper", str(turn)),)
        rows.append((*copy, *export))
        rows.append((Button(t.GOOD, "good", str(turn)), Button(t.BAD, "bad", str(turn))))
    last = [Button(t.REPEAT, "again", str(turn))]
    if not group and context_line(found.context):
        last.append(Button(t.CHANGE_CONTEXT, "ctx", str(turn)))
    if drafts and not group and found.kind == "answer" and (wish := _wish(found)):
        last.append(Button(t.DRAFT_THIS, "draft", wish))
    return (*rows, *(tuple(last[i : i + 2]) for i in range(0, len(last), 2)))


def _wish(found: Answer) -> str:
    """What [Soạn mục này] begins with: the section the question was about, for the unit it was about."""
    part = t.DRAFT_PARTS.get(found.question_kind, "")
    unit = t.DRAFT_FOR.format(unit=found.context.unit) if found.context.unit else ""
    return t.DRAFT_PART.format(part=part) + unit if part else ""


def _paired(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    """Short labels two a row, a long one by itself."""
    rows: list[tuple[Button, ...]] = []
    for b in buttons:
        if rows and len(rows[-1]) == 1 and len(b.label) <= 18 and len(rows[-1][0].label) <= 18:
            rows[-1] = (*rows[-1], b)
        else:
            rows.append((b,))
    return rows


def _cited(c: Citation, names: Names) -> str:
    """A citation to paste: the place, then the document."""
    return ", ".join(x for x in (format_path(c.path) if c.path else "", names.get(c.doc, c.source)) if x)


def _once(citations: Sequence[Citation]) -> list[Citation]:
    seen: dict[str, Citation] = {}
    for c in citations:
        seen.setdefault(c.source, c)
    return list(seen.values())


def findings(found: Sequence[Finding], name: str) -> Part:
    """What a check found: counts first, then each with place, reason, ground and what to do."""
    counts = {s: sum(f.severity == s for f in found) for s in t.SEVERITY}
    if not found:
        return Part(t.CHECK_CLEAN.format(name=escape(name)))
    head = ", ".join(f"{n} {t.SEVERITY[s]}" for s, n in counts.items() if n)
    blocks = [f"<b>{escape(name)}</b>: {head}"]
    order = {"error": 0, "warning": 1, "note": 2}
    blocks += [_finding(f) for f in sorted(found, key=lambda f: (order[f.severity], f.line))[:25]]
    if len(found) > 25:
        blocks.append(t.CHECK_MORE.format(n=len(found) - 25))
    return Part("\n".join(blocks))


def _finding(f: Finding) -> str:
    place = format_path(f.path) if f.path else f"dòng {f.line}" if f.line else ""
    head = f"{t.MARKS[f.severity]} {'<b>' + escape(place) + '</b>: ' if place else ''}{escape(f.message)}"
    more = [f"«{escape(clip(f.quote, 200))}»"] if f.quote else []
    more += [f"→ {escape(f.suggestion)}"] if f.suggestion else []
    more += [f"<i>{escape(f.ground)}</i>"] if f.ground else []
    return head + (f"\n<blockquote expandable>{chr(10).join(more)}</blockquote>" if more else "")


def due(rows: Sequence[Due], today: date) -> Part:
    """What falls due, soonest first."""
    if not rows:
        return Part(t.DUE_NONE)
    lines = [
        (t.DUE_LINE if d.on > today else t.DUE_TODAY).format(
            on=words.day(d.on), left=(d.on - today).days, what=escape(clip(d.what, 300)), source=escape(d.source)
        )
        for d in sorted(rows, key=lambda d: d.on)[:20]
    ]
    return Part("\n".join([t.DUE_HEAD, *lines]))


def draft(found: Draft) -> str:
    """What a person is told beside the files: title, notes, what is still to be filled, findings."""
    blocks = [f"<b>{escape(found.title)}</b>"]
    blocks += [f"ℹ️ {escape(n)}" for n in found.notes[:8]]
    if found.todo:
        items = "\n".join(f"• {escape(x)}" for x in found.todo[:30])
        blocks.append(f"<b>{t.TODO_HEAD.format(n=len(found.todo))}</b>\n<blockquote expandable>{items}</blockquote>")
    if found.findings:
        blocks.append("\n".join(_finding(f) for f in found.findings[:8]))
    blocks.append(t.DRAFT_SEE)
    return "\n".join(blocks)


def section(found: Draft, key: str, names: Names = _NO_NAMES) -> str:
    """One section: each paragraph with what it rests on, its quotes folded below."""
    blocks = []
    for s in found.sections:
        if s.key == key:
            blocks.append(f"<b>{escape(s.heading)}</b>")
            for p in s.paragraphs:
                blocks.append(f"{escape(p.text)} <i>[{t.BASIS[p.basis]}]</i>")
                blocks += [quote(c, names) for c in p.citations[:2]]
    return "\n".join(blocks) or t.DRAFT_GONE


def file_name(found: Draft) -> str:
    """A Vietnamese file name for a draft, without what file systems refuse."""
    unit, year = found.request.unit, found.request.year
    raw = " - ".join(x for x in ("Kế hoạch thi đua", unit, year) if x)
    return words.squeeze("".join(" " if c in '\\/:*?"<>|\n' else c for c in words.nfc(raw)))[:100]


def register_line(pairs: Sequence[tuple[str, str]]) -> str:
    """Facts of an upload, a line each."""
    return "\n".join(f"• {escape(k)}: <b>{escape(clip(v, 300) or '—')}</b>" for k, v in pairs)


def library(documents: list[Document], page: int, size: int, wanted: str) -> Part:
    """One page of the corpus: number, title, date; a button a file."""
    pages = -(-len(documents) // size)
    at = max(0, min(page, pages - 1))
    shown = documents[at * size : (at + 1) * size]
    what = f", lọc: {escape(wanted)}" if wanted else ""
    lines = [t.KHO_HEAD.format(n=len(documents), what=what, page=at + 1, pages=pages)]
    for n, d in enumerate(shown, at * size + 1):
        date_ = f" ngày {words.day(d.header.date)}" if d.header.date else ""
        space = f" · 🔒 {escape(d.space)}" if d.space else ""
        head = " ".join(x for x in (d.header.number, date_.strip()) if x)
        about = escape(clip(d.header.subject or d.title or d.source, 160))
        issuer = f" · {escape(d.header.issuer)}" if d.header.issuer else ""
        lines.append(f"{n}. <b>{escape(head or d.source)}</b>{issuer}{space}\n   {about}")
    numbers = [Button(f"📄 {n}", "file", d.source) for n, d in enumerate(shown, at * size + 1)]
    turn = []
    if at:
        turn.append(Button(t.PREVIOUS, "kho", f"{at - 1}:{wanted}"))
    if at < pages - 1:
        turn.append(Button(t.NEXT, "kho", f"{at + 1}:{wanted}"))
    files = tuple(tuple(numbers[i : i + 4]) for i in range(0, len(numbers), 4))
    return Part("\n".join(lines), (*files, *((tuple(turn),) if turn else ())))
