"""How a row of the register is said: citation with state, what followed or came before, notes, who cites it; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.model import Citation, Option
from bot.texts import law as texts
from retrieval import CitedBy, Directive, Register, Resolution, State, format_path, words

_CITERS = 6
_ADDRESS = re.compile(r"https?://\S+")


def said(register: Register, row: Directive, on: date) -> str:
    """«Chỉ thị số 34-CT/TW ngày … về …: đã có văn bản mới từ 26/12/2024»."""
    line = register.citation_line(row, on) or f"{row.kind} {row.number or row.subject}".strip()
    return f"{line}: {texts.state(register.standing(row, on))}"


def followed(register: Register, row: Directive, on: date) -> list[str]:
    """What stands in its place on the day, or was in force before it began; that no repeal was read where none was."""
    standing = register.standing(row, on)
    if standing.state is State.NOT_YET:
        return _before(register, row, on)
    lines = []
    if standing.state in (State.HAS_SUCCESSOR, State.EXPIRED, State.PERIOD_OVER):
        later = [r for r in register.later(row, on) if register.citable(r)]
        lines += [texts.NEWER.format(line=said(register, r, on)) for r in later]
        unlisted = (*row.replaced_by_unlisted, *row.succeeded_by_unlisted)
        lines += [texts.NEWER_UNLISTED.format(name=u) for u in unlisted if not lines]
    if standing.state is State.HAS_SUCCESSOR:
        lines.append(texts.NO_REPEAL_READ)
    if standing.state is State.PERIOD_OVER and not lines:
        lines.append(texts.NO_NEWER_KNOWN)
    return lines


def _before(register: Register, row: Directive, on: date) -> list[str]:
    when = texts.WHEN_DAY.format(day=words.day(on))
    held = [r for r in register.earlier(row, on) if register.citable(r)]
    if held:
        return [texts.AT_THE_TIME.format(when=when, line=said(register, r, on)) for r in held]
    return [texts.NOTHING_AT_THE_TIME.format(when=when)] if row.replaces or row.kind == "Luật" else []


def notes(register: Register, row: Directive, on: date) -> list[str]:
    """The editors' words; for a day on which the row stood otherwise, as what they are: words of the day of the check.

    Where they name another text without its state, the state is added.
    """
    if register.state(row, on) is not register.state(row, row.checked):
        said = texts.ASKS_NOW.format(day=words.day(row.checked), asks=row.asks)
        return [_with_states(said, register, on)]
    lines = [texts.ASKS.format(asks=row.asks), *([texts.NOTE.format(note=row.note)] if row.note else [])]
    return [_with_states(line, register, on) for line in lines]


def _with_states(line: str, register: Register, on: date) -> str:
    missing = unstated(line, register, on)
    return f"{line} ({short_list(register, [r.id for r in missing], on)})" if missing else line


def unstated(text: str, register: Register, on: date) -> tuple[Directive, ...]:
    """Directives a text names without the state they are in, though not in force on the day; () = nothing to fear.

    A paragraph that names one must hold the words of its state. Shared numbers count with the row they mean most.
    """
    missing: dict[str, Directive] = {}
    for paragraph in _ADDRESS.sub(" ", text).split("\n"):
        for meant in register.mentions(paragraph, on):
            row = meant.row
            if row is None or not meant.mention or (meant.mention.number or "x").isdigit():
                continue
            state = register.state(row, on)
            if state is not State.IN_FORCE and texts.STATE_WORDS[state] not in paragraph.lower():
                missing[row.id] = row
    return tuple(missing.values())


def card(register: Register, row: Directive, on: date, cited: Sequence[CitedBy] | None = None) -> str:
    """One row as a card: citation and state, what followed, the line to paste, what it asks, who cites it, sources."""
    standing = register.standing(row, on)
    lines = [said(register, row, on), *followed(register, row, on)]
    if row.from_ and not standing.assumed_start:
        lines.append(texts.STARTS.format(day=words.day(row.from_)))
    elif standing.assumed_start:
        lines.append(texts.ASSUMED_START)
    if standing.lapses_on and register.lapsing(row, on):
        lines.append(texts.soon(on, standing.lapses_on))
    if standing.state is State.IN_FORCE:
        lines.append(paste(register, row, on))
    if row.replaces:
        lines.append(texts.REPLACES.format(names=short_list(register, row.replaces, on)))
    lines += [*notes(register, row, on), *citing(cited), texts.checked_line(row), *texts.all_sources(row.sources)]
    return "\n".join(lines)


def paste(register: Register, row: Directive, on: date) -> str:
    """The exact line of a plan's «căn cứ», or that there is none to paste."""
    line = register.citation_line(row, on)
    return texts.PASTE.format(line=line) if line else texts.NO_PASTE


def citing(cited: Sequence[CitedBy] | None) -> list[str]:
    """Who cites a row, in the citing text's own words; nothing where no corpus was looked at (None)."""
    if cited is None:
        return []
    if not cited:
        return [texts.CITED_BY_NOBODY]
    quotes = citations(cited)
    lines = [texts.CITED_BY.format(n=len(quotes))]
    lines += [f"- {c.note or c.source} ({place(c)}): «{words.squeeze(c.quote)}»" for c in quotes[:_CITERS]]
    return lines + ([texts.CITED_MORE.format(n=len(quotes) - _CITERS)] if len(quotes) > _CITERS else [])


def place(one: Citation) -> str:
    """Where a quote stands: the file and the path inside it."""
    return ", ".join(x for x in (one.source, format_path(one.path) if one.path else "") if x)


def due_line(register: Register, row: Directive, on: date) -> str:
    """A row to check again: what it is, when it was checked, how sure, why no surer."""
    sure = texts.CERTAINTY
    return texts.DUE.format(
        name=name(row), state=texts.state(register.standing(row, on)), checked=texts.checked(row),
        certainty=sure[row.certainty], state_certainty=sure[row.state_certainty], why=row.why,
    )  # fmt: skip


def differs(what: str, cited: str, held: str) -> str:
    """Where the question and the register disagree."""
    return texts.DIFFERS[what].format(cited=cited, held=held)


def disputes(meant: Resolution) -> list[str]:
    """Where a question and the register disagree; «về thể thức còn hiệu lực không» is a question, no subject."""
    asking = re.compile(r"(?<!\w)(?:hieu luc|khong|ko|chua|con (?:dung|ap dung)|het han|khi nao)(?!\w)")
    held = [d for d in meant.disagreements if d.what != "subject" or not asking.search(words.fold(d.cited))]
    return [differs(d.what, d.cited, d.held) for d in held]


def short(register: Register, row: Directive, on: date | None) -> str:
    """Kind, number, date and issuer, without the subject: enough to know it by."""
    line = register.citation_line(row, on)
    return line.partition(f" {row.subject}")[0] if row.number and row.kind != "Luật" and row.subject else line


def short_list(register: Register, ids: Sequence[str], on: date) -> str:
    """Rows by name, each with its state."""
    return ", ".join(f"{name(register.get(i))} ({texts.state(register.standing(register.get(i), on))})" for i in ids)


def name(row: Directive) -> str:
    """«Chỉ thị số 34-CT/TW ngày 07/4/2014»: number and date, so that it resolves to this row again."""
    if not row.number:
        return f"{row.kind} {row.subject}"
    return f"{row.kind} số {row.number}" + (f" ngày {words.day(row.date)}" if row.date else "")


def near_numbers(register: Register, rows: Sequence[Directive], on: date) -> str:
    """«91/2017/NĐ-CP (hết hiệu lực từ 01/01/2024), …»: numbers that a wrong one may have meant, never without state."""
    return ", ".join(f"{_numbered(rows, r)} ({texts.state(register.standing(r, on))})" for r in rows)


def _numbered(rows: Sequence[Directive], row: Directive) -> str:
    shared = sum(r.number == row.number for r in rows) > 1
    return f"{row.number} ngày {row.date_raw}" if shared else row.number


def citations(places: Sequence[CitedBy], start: int = 1) -> tuple[Citation, ...]:
    """One quote a document, the longest."""
    best: dict[str, CitedBy] = {}
    for one in places:
        if one.doc not in best or len(one.quote) > len(best[one.doc].quote):
            best[one.doc] = one
    return tuple(
        Citation(n, p.source, p.doc, p.path, p.quote, None, p.title) for n, p in enumerate(best.values(), start=start)
    )


def quoted(one: Citation) -> str:
    """«- Kế hoạch …: «…» [1]»."""
    return f"- {one.note or one.source}: «{words.squeeze(one.quote)}» [{one.n}]"


def which_options(rows: Sequence[Directive]) -> tuple[Option, ...]:
    """A button a row that a shared number may mean."""
    return tuple(Option(f"{r.number} ngày {r.date_raw}", f"{name(r)} còn hiệu lực không?") for r in rows)


def options(row: Directive) -> tuple[Option, ...]:
    """The buttons under a directive; each asks a full question that stands by itself."""
    called = name(row)
    shown = [
        Option(texts.BUTTON_CITE, f"Cách viện dẫn {called}"),
        Option(texts.BUTTON_CITERS, f"Kế hoạch nào viện dẫn {called}?"),
    ]
    if row.replaced_by or row.succeeded_by:
        shown.append(Option(texts.BUTTON_NEWER, f"Văn bản nào thay thế {called}?"))
    shown.append(Option(texts.BUTTON_TIMELINE, f"Quá trình thay đổi của {called}"))
    shown.append(Option(texts.BUTTON_SOURCES, f"Nguồn của {called}"))
    return tuple(shown)
