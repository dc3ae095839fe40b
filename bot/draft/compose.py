"""Sections written without a model: past plans' clauses, the person's figures and tasks, standing sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.draft.generalise import Aim, span
from bot.draft.issuer import Issuer, issuer, province_title
from bot.draft.materials import Material, choose
from bot.draft.outline import Family, family, outline
from bot.draft.years import targets
from bot.model import Citation, DraftRequest, GivenDuty, GivenFact, Paragraph, Section, SectionKey
from bot.texts import plan as texts
from retrieval import words

TODO = re.compile(r"\[CẦN BỔ SUNG: ([^\]]*)\]")
_ORDER = re.compile(r"^(?:\d+\.|-)\s+")
# How many past clauses a matter may have: the contents are where plans differ, the rest is said once.
_EACH: dict[SectionKey, int] = {"noi-dung": 2}
# A task the person gave covers the standing task of the same kind.
_COVERS = (
    ("tuyên truyền", r"tuyen truyen|truyen thong|pho bien"),
    ("thường trực, tổng hợp", r"tong hop|theo doi|bao cao|tham muu|thuong truc"),
    ("Mặt trận, đoàn thể", r"mat tran|mttq|doan the"),
    ("Hội đồng Thi đua - Khen thưởng", r"hoi dong thi dua"),
    ("cơ quan, đơn vị", r"^cac (?:co quan|nganh|phong|to|bo phan|thon)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """A line of the basis: its opening («Căn cứ», «Thực hiện», «Hưởng ứng») and official citation.

    `citation` is the register's row; None for a paper the register does not have, kept in the person's own words.
    """

    form: str
    line: str
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Frame:
    """The words a plan calls itself by: issuing body, level word, period, what it launches."""

    body: Issuer
    kind: Family
    noun: str
    period: str
    subject: str

    @property
    def holes(self) -> dict[str, str]:
        """What fills the holes of the standing sentences."""
        place = province_title(self.body.place) if self.kind in ("department",) else ""
        return {"unit": self.body.short, "noun": self.noun, "period": self.period, "province": place}


def frame(request: DraftRequest) -> Frame:
    """How the plan names itself, from the request; what is not known stands as a placeholder."""
    unit = request.unit or texts.PLACEHOLDER.format(what="tên cơ quan ban hành")
    body = issuer(unit, request.province)
    kind = family(request.level)
    noun = noun_of(request) or "đơn vị"
    if kind in ("department", "ministry"):
        noun = "ngành"
    unknown = f"năm {texts.PLACEHOLDER.format(what='năm kế hoạch')}"
    said = span(request.year, request.text) if request.year else unknown
    subject = request.subject or (
        "phát động phong trào thi đua thực hiện thắng lợi nhiệm vụ phát triển kinh tế - xã hội"
        if kind in ("commune", "province")
        else "phát động phong trào thi đua"
    )
    dated = request.year and request.year in subject  # «chào mừng … ngày 27/7/2027» says its year
    return Frame(body, kind, noun, said, subject if dated else f"{subject} {said}")


def noun_of(request: DraftRequest) -> str:
    """The level word of a people's committee's unit: «xã», «phường», «đặc khu», «tỉnh», «thành phố»; "" for others."""
    name = words.nfc(request.unit).lower()
    m = re.search(r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+(xã|phường|đặc khu|tỉnh|thành phố)\b", name)
    return m[1] if m else ""


def aim(request: DraftRequest) -> Aim:
    """What past clauses are made general for."""
    noun = noun_of(request)
    body = issuer(request.unit, request.province)
    name = re.sub(rf"^Ủy ban nhân dân {noun}\s+", "", body.name) if noun else ""
    level = request.level if family(request.level) != "province" else "tỉnh"
    return Aim(noun, name, request.year, level, request.text)


def title(request: DraftRequest) -> str:
    """«KẾ HOẠCH» and what it is for, on two lines."""
    subject = frame(request).subject
    return f"KẾ HOẠCH\n{subject[:1].upper()}{subject[1:]}"


def sections(request: DraftRequest, found: Sequence[Material], grounds: Sequence[Ground]) -> tuple[Section, ...]:
    """Every section of the outline, each saying what no earlier one has said."""
    used: set[frozenset[str]] = set()
    made = [Section(key, heading, section(request, key, found, grounds, used)) for key, heading in outline(request)]
    return tuple(_with_theme(made, request))


def section(
    request: DraftRequest,
    key: SectionKey,
    found: Sequence[Material],
    grounds: Sequence[Ground],
    used: set[frozenset[str]],
) -> tuple[Paragraph, ...]:
    """One section's paragraphs, numbered."""
    own = frame(request)
    if key == "can-cu":
        return tuple(_grounds(request, own, grounds))
    if key == "muc-dich-yeu-cau":
        return tuple(_purpose(own, found, used))
    if key == "noi-dung":
        return tuple(_numbered(_content(request, own, found, used)))
    if key == "chi-tieu":
        return tuple(_targets(request, own))
    if key == "giai-phap":
        return tuple(_numbered(_matters(found, "giai-phap", own, used, texts.MEASURES)))
    if key == "to-chuc-thuc-hien":
        return tuple(_duties(request, own, found, used))
    return tuple(_recipients(request, own))


def gaps(made: Iterable[Section]) -> tuple[str, ...]:
    """Everything still to be filled in, once each, in the order it is met."""
    found = dict.fromkeys(m for s in made for p in s.paragraphs for m in TODO.findall(p.text))
    return tuple(found)


# --- sections ---------------------------------------------------------------------------------------


def _grounds(request: DraftRequest, own: Frame, grounds: Sequence[Ground]) -> Iterator[Paragraph]:
    lines = [
        Paragraph(g.form.format(line=g.line), "source" if g.citation else "user", (g.citation,) if g.citation else ())
        for g in grounds
    ]
    gap = texts.PLACEHOLDER.format(
        what=texts.GROUND_GAP[own.kind].format(**own.holes).replace("[CẦN BỔ SUNG: năm kế hoạch]", "kế hoạch")
    )
    lines.sort(key=lambda p: not p.text.startswith("Căn cứ"))  # law before the Party's directives and movements
    at = sum(p.text.startswith("Căn cứ") for p in lines)
    lines.insert(at, Paragraph(texts.GROUND.format(line=gap), "todo"))
    lines[-1] = replace(lines[-1], text=lines[-1].text.rstrip(";") + ".")
    yield from lines
    theme = texts.OPENING_THEME.format(theme=request.theme) if request.theme else ""
    opening = texts.OPENING.format(unit=own.body.name, subject=own.subject, theme=theme)
    yield Paragraph(opening, "user" if request.theme else "template")


def _purpose(own: Frame, found: Sequence[Material], used: set[frozenset[str]]) -> Iterator[Paragraph]:
    yield Paragraph("1. Mục đích", "template")
    yield from _dashed(_matters(found, "muc-dich-yeu-cau", own, used, texts.PURPOSE, part="muc-dich"))
    yield Paragraph("2. Yêu cầu", "template")
    yield from _dashed(_matters(found, "muc-dich-yeu-cau", own, used, texts.DEMANDS, part="yeu-cau"))


def _content(
    request: DraftRequest, own: Frame, found: Sequence[Material], used: set[frozenset[str]]
) -> Iterator[Paragraph]:
    if request.theme:
        yield Paragraph(texts.THEME.format(theme=request.theme, **own.holes), "user")
    yield from _matters(found, "noi-dung", own, used, texts.CONTENT)


def _matters(
    found: Sequence[Material],
    key: SectionKey,
    own: Frame,
    used: set[frozenset[str]],
    standing: dict[str, str],
    part: str = "",
) -> Iterator[Paragraph]:
    """One paragraph a matter: a past clause where there is one, the standing sentence where there is one."""
    for topic, chosen in choose(found, key, part, own.kind, used, _EACH.get(key, 1)):  # type: ignore[arg-type]
        for m in chosen:
            yield Paragraph(m.text, "source", m.citations)
        if not chosen and topic.key in standing:
            yield Paragraph(standing[topic.key].format(**own.holes), "template")


def _targets(request: DraftRequest, own: Frame) -> Iterator[Paragraph]:
    yield Paragraph(texts.TARGETS_INTRO.format(**own.holes), "template")
    given = targets(request)
    for fact in given:
        text = (fact.text or f"{fact.indicator}: {fact.value}").rstrip(" .;")
        yield Paragraph(f"- {text[:1].upper()}{text[1:]}.", "user")
    if not given:
        for what in texts.TARGET_GAPS[own.kind]:
            yield Paragraph(f"- {texts.PLACEHOLDER.format(what=what)}.", "todo")
    yield Paragraph(texts.TARGETS_CLOSE.format(**own.holes), "template")


def _duties(
    request: DraftRequest, own: Frame, found: Sequence[Material], used: set[frozenset[str]]
) -> Iterator[Paragraph]:
    made = list[Paragraph]()
    covered = {
        name for duty in request.duties for name, p in _COVERS if re.search(p, words.fold(f"{duty.who} {duty.what}"))
    }
    table = texts.DUTIES[own.kind]
    for topic, chosen in choose(found, "to-chuc-thuc-hien", "", own.kind, used):
        if topic.key in covered or topic.key not in table:
            continue
        who, what = (x.format(**own.holes) for x in table[topic.key])
        if chosen and chosen[0].named:
            made.append(Paragraph(chosen[0].text, "source", chosen[0].citations))
        elif chosen:
            text = chosen[0].text
            joint = " " if who.startswith("Giao ") else ": "
            made.append(Paragraph(f"{who}{joint}{text[:1].lower()}{text[1:]}", "source", chosen[0].citations))
        else:
            made.append(Paragraph(f"{who} {what}.", "todo" if TODO.search(who + what) else "template"))
        if topic.key == "thường trực, tổng hợp" and chosen:
            made[-1] = replace(made[-1], text=_with_deadline(made[-1].text))
    given = [Paragraph(_assigned(duty), "user") for duty in request.duties]
    at = 1 if made else 0
    made[at:at] = given
    made += [Paragraph(f"{d.indicator[:1].upper()}{d.indicator[1:]}: {d.value}.", "user") for d in _moments(request)]
    yield from _numbered(made)
    # who gathers the results is whom to write to; a body that only helps is not
    gathers = [
        d.who for d in request.duties if d.who and re.search(r"tong hop|theo doi|thuong truc", words.fold(d.what))
    ]
    contact = gathers[-1] if gathers else own.body.short
    yield Paragraph(texts.CLOSING.format(contact=contact), "template")


def _with_deadline(text: str) -> str:
    gap = texts.PLACEHOLDER.format(what="hạn báo cáo 6 tháng và cả năm")
    if "thời hạn [" not in text:
        text = re.sub(r"(báo cáo [^;.]*?) theo quy định(?=[.;])", rf"\1 theo thời hạn {gap}", text)
    return text if "thời hạn [" in text else f"{text.rstrip('.')}; báo cáo theo thời hạn {gap}."


def _assigned(duty: GivenDuty) -> str:
    text = f"{duty.who} {duty.what.rstrip(' .')}.".strip()
    return text[:1].upper() + text[1:]


def _moments(request: DraftRequest) -> list[GivenFact]:
    """Moments the person gave that fit the plan's year; the day of issue is left blank in the paper's head."""
    return [d for d in request.dates if "ban hành" not in d.indicator and _fits(d.value, request.year)]


def _fits(value: str, year: str) -> bool:
    found = re.findall(r"20\d\d", value)
    first, last = (year[:4], year[-4:]) if year else ("", "")
    return not found or not first or first <= found[0] <= last


def _recipients(request: DraftRequest, own: Frame) -> Iterator[Paragraph]:
    province = province_title(request.province) or texts.PLACEHOLDER.format(what="tỉnh, thành phố")
    for line in texts.RECIPIENTS[own.kind]:
        if own.body.name in line:
            continue  # nobody sends to oneself
        text = line.format(noun=own.noun, province=province)
        if own.noun == "thành phố":
            text = text.replace("Tỉnh ủy", "Thành ủy")
        yield Paragraph(text, "todo" if TODO.search(text) else "template")


def _with_theme(made: list[Section], request: DraftRequest) -> list[Section]:
    """A theme must stand somewhere: where neither opening nor contents are drafted, it closes the first section."""
    said = any(request.theme in p.text for s in made for p in s.paragraphs)
    if not request.theme or said or not made:
        return made
    text = texts.THEME.format(theme=request.theme, **frame(request).holes)
    first = made[0]
    at = next((i for i, p in enumerate(first.paragraphs) if p.text.startswith("2. Yêu cầu")), len(first.paragraphs))
    extra = Paragraph(f"- {text}", "user")
    made[0] = replace(first, paragraphs=(*first.paragraphs[:at], extra, *first.paragraphs[at:]))
    return made


def _numbered(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    for n, p in enumerate(paragraphs, start=1):
        yield replace(p, text=f"{n}. {p.text}")


def _dashed(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    for p in paragraphs:
        yield replace(p, text=f"- {p.text}")
