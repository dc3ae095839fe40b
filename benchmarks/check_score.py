"""Scores the plan checker on annotated plans: defects found, mutations found, false alarms a page.

    python benchmarks/check_score.py GOLD_DIR SEEDS_DIR [--half dev] [--today 2026-11-21] [--show]

GOLD_DIR holds defects_<half>.jsonl ({"seed", "category", "quote", "pos", "allowed"}; category `not_a_defect` marks right
text) and mutations_<half>.jsonl ({"seed", "find", "replace", "category", "maps_to", "anchor"}); SEEDS_DIR the plans.

recall    share of defects of a category that a finding of a fitting rule overlaps; `any` = by whatever rule
alarms    findings that overlap no defect, a page (2,500 characters); `hit` = those that overlap text marked right
mutated   share of mutations found: a finding of a fitting rule at the changed place that was not there before
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.check import check
from bot.model import Finding
from retrieval import Places, Register, read_text

PAGE = 2500
PLACES = Places.load()
# What a rule may be counted for, beside the category of its own name.
FITS: dict[str, set[str]] = {
    "unknown_directive": {"stale_directive"},
    "citation_mismatch": {"other", "stale_directive", "inconsistent_name"},
    "anachronism": {"other", "stale_directive"},
    "invalid_date": {"other"},
    "foreign_place": {"inconsistent_name", "old_place"},
    "old_place": {"dead_level"},
    "dead_level": {"old_place"},
    "wrong_year": {"ended_period"},
    "heading_gap": {"duplicate_heading", "heading_mismatch"},
    "unit_mismatch": {"arithmetic"},
    "placeholder": {"missing_part"},
}


def plain(text: str) -> str:
    """NFC, white space folded, markdown stars gone: the coordinates in which places are compared."""
    return " ".join(unicodedata.normalize("NFC", text).replace("*", "").split())


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a .jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Plan:
    """A plan's text in folded coordinates, and its findings placed in it."""

    def __init__(self, name: str, text: str, register: Register, today: dt.date) -> None:
        """Read, check, place."""
        self.text = plain(text)
        lines = text.split("\n")
        self.offsets = [0]
        for line in lines:
            self.offsets.append(self.offsets[-1] + len(plain(line)) + bool(plain(line)))
        self.findings = check(read_text(name, text), register, PLACES, today=today)
        self.spans = [self.place(f) for f in self.findings]

    def place(self, finding: Finding) -> tuple[int, int]:
        """The quote's span, at the occurrence nearest to the finding's line."""
        near = self.offsets[min(finding.line - 1, len(self.offsets) - 1)]
        return self.find(finding.quote, near)

    def find(self, quote: str, near: int) -> tuple[int, int]:
        """The occurrence of a quote nearest to an offset; (near, near + 1) where it does not stand word for word."""
        wanted = plain(quote)
        at = [m.start() for m in re.finditer(re.escape(wanted), self.text)] if wanted else []
        best = min(at, key=lambda a: abs(a - near), default=None)
        return (best, best + len(wanted)) if best is not None else (near, near + 1)


def fits(rule: str, *categories: str) -> bool:
    """Whether a rule may be counted for one of the categories."""
    return rule in categories or bool(FITS.get(rule, set()) & set(categories))


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def score_defects(
    gold: list[dict[str, Any]], plans: dict[str, Plan], raw: dict[str, str], show: bool
) -> dict[str, Any]:
    """Recall by category and false alarms a page; the same in sum."""
    total, strict, loose = Counter[str](), Counter[str](), Counter[str]()
    spans: dict[str, list[tuple[tuple[int, int], dict[str, Any]]]] = defaultdict(list)
    for row in gold:
        plan = plans[row["seed"]]
        spans[row["seed"]].append((plan.find(row["quote"], len(plain(raw[row["seed"]][: row["pos"]]))), row))
    for seed, placed in spans.items():
        plan = plans[seed]
        for span, row in placed:
            if row["category"] == "not_a_defect":
                continue
            total[row["category"]] += 1
            over = [f for f, s in zip(plan.findings, plan.spans, strict=True) if overlap(s, span)]
            loose[row["category"]] += bool(over)
            ok = any(fits(f.rule, row["category"]) for f in over)
            strict[row["category"]] += ok
            if show and not ok:
                print(
                    "MISS", seed, row["category"], row["id"], row["quote"][:90], "| by:", sorted({f.rule for f in over})
                )
    for category in sorted(total):
        n = total[category]
        print(f"{category:20} {strict[category]:3}/{n:<3} {strict[category] / n:.2f}   any {loose[category] / n:.2f}")
    n = total.total()
    print(f"{'recall':20} {strict.total():3}/{n:<3} {strict.total() / n:.2f}   any {loose.total() / n:.2f}")
    made: dict[str, Any] = {"defects": n, "recall": round(strict.total() / n, 3), "alarms_a_page": []}
    for seed, placed in sorted(spans.items()):
        plan = plans[seed]
        bad = [s for s, row in placed if row["category"] != "not_a_defect"]
        good = [(s, row) for s, row in placed if row["category"] == "not_a_defect"]
        alarms = [(f, s) for f, s in zip(plan.findings, plan.spans, strict=True) if not any(overlap(s, b) for b in bad)]
        hits = [(f, r) for f, s in alarms for b, r in good if overlap(s, b) and f.rule not in r["allowed"]]
        pages = len(plan.text) / PAGE
        made["alarms_a_page"].append(round(len(alarms) / pages, 2))
        print(
            f"seed {seed}: {len(plan.findings)} findings, alarms {len(alarms)} = {len(alarms) / pages:.2f} a page, hit {len(hits)}"
        )
        if show:
            for f, _ in alarms:
                print("ALARM", seed, f.rule, f.severity, f.line, f.quote[:90], "|", f.message[:80])
            for f, r in hits:
                print("HIT", seed, f.rule, f.quote[:80], "| gold", r["id"], r["quote"][:60])
    return made


def score_mutations(
    gold: list[dict[str, Any]],
    plans: dict[str, Plan],
    raw: dict[str, str],
    register: Register,
    today: dt.date,
    show: bool,
) -> float:
    """Share of mutations whose place is found by a fitting rule, newly."""
    total, found = Counter[str](), Counter[str]()
    for row in gold:
        text = raw[row["seed"]]
        pattern = re.compile(r"\s+".join(map(re.escape, row["find"].split())))
        lead = " " if row["find"].startswith(" ") else ""
        places = [m for m in pattern.finditer(text)]
        m = min(places, key=lambda m: anchored(text, m, row), default=None)
        if m is None:
            print("mutation", row["id"], "does not apply")
            continue
        start = m.start() - bool(lead)
        changed = text[:start] + row["replace"] + text[m.end() :]
        plan = Plan(f"{row['seed']}.txt", changed, register, today)
        at = len(plain(text[:start])) + 1
        place = (max(0, at - 3), at + len(plain(row["replace"])) + 3) if row["replace"] else (at - 60, at + 60)
        before = {(f.rule, plain(f.quote)) for f in plans[row["seed"]].findings}
        over = [f for f, s in zip(plan.findings, plan.spans, strict=True) if overlap(s, place)]
        new = [
            f for f in over if (f.rule, plain(f.quote)) not in before and fits(f.rule, row["category"], row["maps_to"])
        ]
        total[row["category"]] += 1
        found[row["category"]] += bool(new)
        if show and not new:
            print(
                "MISS",
                row["id"],
                row["seed"],
                row["category"],
                row["replace"][:60],
                "| there:",
                [(f.rule, f.quote[:40]) for f in over],
            )
    print("mutated", ", ".join(f"{c} {found[c]}/{total[c]}" for c in sorted(total)))
    print(f"mutated {found.total()}/{total.total()} = {found.total() / max(1, total.total()):.2f}")
    return found.total() / max(1, total.total())


def anchored(text: str, m: re.Match[str], row: dict[str, Any]) -> int:
    """How badly a place disagrees with the row's anchor (0 = its surroundings are the anchor's)."""
    around = plain(text[max(0, m.start() - 60) : m.start()])[-15:]
    return 0 if around and around in plain(row["anchor"]) else 1


def main() -> None:
    """Read the arguments, score both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("seeds", type=Path)
    parser.add_argument("--half", default="dev")
    parser.add_argument("--today", type=dt.date.fromisoformat, default=dt.date(2026, 11, 21))
    parser.add_argument("--register", type=Path, default=Path("corpus/directives"))
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    register = Register.load(args.register)
    raw = {p.name[:3]: p.read_text(encoding="utf-8") for p in sorted(args.seeds.glob("*.txt"))}
    plans = {seed: Plan(f"{seed}.txt", text, register, args.today) for seed, text in raw.items()}
    found = score_defects(rows(args.gold / f"defects_{args.half}.jsonl"), plans, raw, args.show)
    mutations = rows(args.gold / f"mutations_{args.half}.jsonl")
    mutated = score_mutations(mutations, plans, raw, register, args.today, args.show)
    print(json.dumps({"measure": "check", **found, "mutated": round(mutated, 3)}))


if __name__ == "__main__":
    main()
