"""Abbreviations of Vietnamese administration, both ways, pure: «UBND» also asks for «ủy ban nhân dân», and back."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.search.keywords import Run
from retrieval.words import syllables, unaccent

GAIN = 0.5

_LONG = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "tđkt": "thi đua khen thưởng",
    "tđ kt": "thi đua khen thưởng", "bhyt": "bảo hiểm y tế", "bhxh": "bảo hiểm xã hội", "ntm": "nông thôn mới",
    "mttq": "mặt trận tổ quốc", "cchc": "cải cách hành chính", "kt xh": "kinh tế xã hội", "ktxh": "kinh tế xã hội",
    "qpan": "quốc phòng an ninh", "qp an": "quốc phòng an ninh", "antt": "an ninh trật tự",
    "ant": "an ninh trật tự", "cstđ": "chiến sĩ thi đua", "lđtt": "lao động tiên tiến",
    "ttlđxs": "tập thể lao động xuất sắc", "htxsnv": "hoàn thành xuất sắc nhiệm vụ",
    "httnv": "hoàn thành tốt nhiệm vụ", "cbcc": "cán bộ công chức", "cbccvc": "cán bộ công chức viên chức",
    "ccvc": "công chức viên chức", "btv": "ban thường vụ", "bch": "ban chấp hành", "bcđ": "ban chỉ đạo",
    "tw": "trung ương", "ttcp": "thủ tướng chính phủ", "gd đt": "giáo dục và đào tạo",
    "gdđt": "giáo dục và đào tạo", "ldtbxh": "lao động thương binh và xã hội",
    "lđtbxh": "lao động thương binh và xã hội", "nsnn": "ngân sách nhà nước", "htx": "hợp tác xã",
    "ocop": "mỗi xã một sản phẩm", "ccn": "cụm công nghiệp", "kcn": "khu công nghiệp", "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông", "tdđkxdđsvh": "toàn dân đoàn kết xây dựng đời sống văn hóa",
    "ldld": "liên đoàn lao động", "lđlđ": "liên đoàn lao động", "ccb": "cựu chiến binh",
    "tnxp": "thanh niên xung phong", "vn": "việt nam", "tp": "thành phố", "tx": "thị xã",
    "qđnd": "quân đội nhân dân", "cand": "công an nhân dân", "llvt": "lực lượng vũ trang",
    "cntt": "công nghệ thông tin", "cđs": "chuyển đổi số", "pctn": "phòng chống tham nhũng",
    "khcn": "khoa học và công nghệ", "tnmt": "tài nguyên và môi trường", "vhttdl": "văn hóa thể thao và du lịch",
    "nn ptnt": "nông nghiệp và phát triển nông thôn", "bqp": "bộ quốc phòng", "bca": "bộ công an",
    "bnv": "bộ nội vụ", "btc": "bộ tài chính", "byt": "bộ y tế", "bct": "bộ công thương",
    "bgdđt": "bộ giáo dục và đào tạo", "khkt": "khoa học kỹ thuật", "hcld": "huân chương lao động",
    "hclđ": "huân chương lao động", "bk": "bằng khen",
}  # fmt: skip
_LONGEST = 3


def runs_of(words: Sequence[str], bare: bool) -> tuple[Run, ...]:
    """The question's own words and, with less weight, its abbreviations written out and its phrases abbreviated."""
    long, short = (_BARE_LONG, _BARE_SHORT) if bare else (_ACCENTED_LONG, _ACCENTED_SHORT)
    found = [Run(tuple(words))]
    for i in range(len(words)):
        for n in range(1, _LONGEST + 1):
            if said := long.get(tuple(words[i : i + n])):
                found.append(Run(said, GAIN))
        for phrase, forms in short.get(words[i], ()):
            if tuple(words[i : i + len(phrase)]) == phrase:
                found += [Run(f, GAIN) for f in forms]
    return tuple(found)


Words = tuple[str, ...]


def forms(words: Sequence[str], bare: bool) -> tuple[Words, ...]:
    """The same words as they are, with their abbreviations written out, and with a phrase abbreviated."""
    long, short = (_BARE_LONG, _BARE_SHORT) if bare else (_ACCENTED_LONG, _ACCENTED_SHORT)
    whole = _written_out(tuple(words), long)
    found = [tuple(words), whole]
    for i, word in enumerate(whole):
        for phrase, said in short.get(word, ()):
            if whole[i : i + len(phrase)] == phrase:
                found += [whole[:i] + s + whole[i + len(phrase) :] for s in said]
    return tuple(dict.fromkeys(f for f in found if f))


def _written_out(words: Words, long: dict[Words, Words]) -> Words:
    made: Words = ()
    while words:
        n = next((n for n in range(_LONGEST, 0, -1) if words[:n] in long), 0)
        made += long[words[:n]] if n else words[:1]
        words = words[max(n, 1) :]
    return made


def _tables(bare: bool) -> tuple[dict[Words, Words], dict[str, list[tuple[Words, list[Words]]]]]:
    def cut(text: str) -> Words:
        return tuple(syllables(unaccent(text) if bare else text))

    long = {cut(s): cut(w) for s, w in _LONG.items()}
    by_phrase: dict[Words, list[Words]] = {}
    for s, w in long.items():
        by_phrase.setdefault(w, []).append(s)
    by_first: dict[str, list[tuple[Words, list[Words]]]] = {}
    for phrase, forms in by_phrase.items():
        by_first.setdefault(phrase[0], []).append((phrase, forms))
    return long, by_first


_ACCENTED_LONG, _ACCENTED_SHORT = _tables(bare=False)
_BARE_LONG, _BARE_SHORT = _tables(bare=True)
