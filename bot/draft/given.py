"""What an office hands over beside its words: a facts file (TOML), a pasted table, an .xlsx → figures and tasks."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.model import GivenDuty, GivenFact
from bot.texts import draft as texts
from retrieval import CorpusError, words

MAX_ROWS = 500
_VALUE_CELL = re.compile(r"^[<>≥≤=~+-]?\s*\d[\d.,]*\s*\D{0,25}$")
_HEAD = re.compile(
    r"^(?:stt|tt|chi tieu|noi dung|ten chi tieu|don vi(?: tinh)?|dvt|ke hoach|nam|so lieu|gia tri|ghi chu)\b"
)

_MORE = re.compile(r"^(?:trong do|giam|tang|con|cuoi nam|dau nam|bang|tuong duong|so voi)\b|^(?!.*\d)")
_BULLET = re.compile(r"^\s*(?:[-+*•]\s*|\d{1,2}[.)]\s+)")


@dataclass(frozen=True, slots=True)
class Given:
    """Figures, tasks and settings of a facts file; a setting left out is ""."""

    facts: tuple[GivenFact, ...] = ()
    duties: tuple[GivenDuty, ...] = ()
    unit: str = ""
    province: str = ""
    year: str = ""
    theme: str = ""
    signer: str = ""


def load(path: Path) -> Given:
    """A .toml or .xlsx file. CorpusError says what is wrong with it.

    TOML: `unit`, `province`, `year`, `theme`, `signer`; `[facts]` indicator = value; `[[duties]]` who, what, when.
    """
    if not path.is_file():
        raise CorpusError(path.name, texts.FACTS_ABSENT)
    if path.suffix.lower() == ".xlsx":
        return Given(facts=tuple(_rows(_sheet(path))))
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise CorpusError(path.name, texts.FACTS_NOT_TOML.format(why=e)) from e
    return _given(table, path.name)


def pasted(text: str) -> tuple[GivenFact, ...]:
    """Rows of a pasted table (tabs, pipes, or two or more spaces between cells); () where the text is no table."""
    rows = [[c.strip() for c in re.split(r"\t|\|| {2,}", line.strip().strip("|"))] for line in text.splitlines()]
    rows = [[c for c in row if c] for row in rows]
    table = [row for row in rows if len(row) >= 2]
    return tuple(_rows(table)) if len(table) >= 2 else ()


def listed(text: str) -> tuple[GivenFact, ...]:
    """Figures answered to «which targets were set?»: a table, or items apart by a line, «;» or «, ».

    An item is «indicator: value», «indicator value» or «15 tiêu chí …»; its value keeps the measure as written.
    """
    text = words.nfc(text)
    if rows := pasted(text):
        return rows
    return tuple(f for item in _items(text) if (f := _item(item)))


def _items(text: str) -> list[str]:
    """Items as written; a comma parts two only after a figure, and not before «trong đó», «giảm», «còn» …"""
    made = list[str]()
    for line in re.split(r"[;\n]", text):
        items = list[str]()
        for part in re.split(r",\s+", line):
            if items and (not re.search(r"\d", items[-1]) or _MORE.match(words.fold(part)) or not part.strip()):
                items[-1] += f", {part}"
            else:
                items.append(part)
        made += items
    return [words.squeeze(_BULLET.sub("", x)).strip(" .,") for x in made]


def _item(item: str) -> GivenFact | None:
    plain = re.sub(r"(?<![\d.,])20\d\d(?![\d.,])", "", item)
    if not re.search(r"\d", plain) or not re.search(r"[^\W\d]{2,}", item):
        return None
    named, colon, value = (x.strip() for x in item.partition(":"))
    if not (colon and value and re.search(r"[^\W\d]", named)):
        m = re.match(r"(?P<named>[^\d]*[^\W\d][^\d]*?)\s*(?P<value>[<>≥≤]?\s*\d.*)$", item)
        named, value = (m["named"].strip(), m["value"]) if m else (re.sub(r"^[\d.,]+\s*", "", item), item)
    return GivenFact(named, value, item[:1].upper() + item[1:])


def _given(table: dict[str, Any], name: str) -> Given:
    known = {"facts", "duties", "unit", "province", "year", "theme", "signer"}
    for key in table:
        if key not in known:
            raise CorpusError(name, texts.FACTS_KEY.format(key=key, known=", ".join(sorted(known))))
    facts, duties = table.get("facts", {}), table.get("duties", [])
    if not isinstance(facts, dict) or not isinstance(duties, list) or not all(isinstance(d, dict) for d in duties):
        raise CorpusError(name, texts.FACTS_SHAPE)
    return Given(
        tuple(_fact(words.nfc(k), words.nfc(str(v))) for k, v in facts.items()),
        tuple(GivenDuty(*(words.nfc(str(d.get(k, ""))) for k in ("who", "what", "when"))) for d in duties),
        *(words.nfc(str(table.get(k, ""))) for k in ("unit", "province", "year", "theme", "signer")),
    )


def _fact(indicator: str, value: str) -> GivenFact:
    return GivenFact(indicator, value, f"{indicator}: {value}")


def _rows(table: list[list[str]]) -> list[GivenFact]:
    """Each row's first wordy cell is the indicator, the last cell that starts with a number its value."""
    made = list[GivenFact]()
    for row in table[:MAX_ROWS]:
        if sum(bool(_HEAD.match(words.fold(c))) for c in row) >= 2:
            continue
        named = next((c for c in row if re.search(r"[^\W\d]{2,}", c)), "")
        values = [c for c in row if _VALUE_CELL.match(c) and c != named]
        values = (
            values[1:]
            if len(values) > 1 and re.fullmatch(r"\d{1,3}", values[0]) and row.index(values[0]) == 0
            else values
        )
        if not named or not values:
            continue
        value = values[-1]
        unit = next((c for c in row if c not in (named, value) and re.fullmatch(r"[^\d\W][\w/ ]{0,20}|%", c)), "")
        made.append(_fact(named, value if not unit or unit in value else f"{value}{'' if unit == '%' else ' '}{unit}"))
    return made


def _sheet(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as e:
        raise CorpusError(path.name, texts.FACTS_NOT_XLSX) from e
    sheet = book.worksheets[0]
    rows = [
        [_cell(c.value, c.number_format) for c in row if c.value is not None]
        for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=12)
    ]
    book.close()
    return [r for r in rows if len(r) >= 2]


def _cell(value: object, form: str) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return words.squeeze(words.nfc(str(value)))
    number = value * 100 if "%" in form else value
    whole, _, rest = f"{number:.4f}".rstrip("0").partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    return grouped + (f",{rest}" if rest else "") + ("%" if "%" in form else "")
