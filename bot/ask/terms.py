"""What question and clause are compared by: folded syllables, abbreviations written out, and how rare each is."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval import words

# Abbreviations of the genre → words. Matched as whole words, with or without accents.
_SHORT = {
    "ubnd": "ủy ban nhân dân", "uỷ ban": "ủy ban", "hđnd": "hội đồng nhân dân", "hdnd": "hội đồng nhân dân",
    "tđkt": "thi đua khen thưởng", "tdkt": "thi đua khen thưởng", "bhyt": "bảo hiểm y tế",
    "bhxh": "bảo hiểm xã hội", "bhtn": "bảo hiểm thất nghiệp", "lđtt": "lao động tiên tiến",
    "ldtt": "lao động tiên tiến", "cstđ": "chiến sĩ thi đua", "cstd": "chiến sĩ thi đua",
    "tt lđxs": "tập thể lao động xuất sắc", "tlđxs": "tập thể lao động xuất sắc", "lđxs": "lao động xuất sắc",
    "knc": "kỷ niệm chương", "hclđ": "huân chương lao động", "bktt": "bằng khen thủ tướng",
    "nđ": "nghị định", "nd-cp": "nghị định", "tt-bnv": "thông tư bộ nội vụ", "ct-ttg": "chỉ thị thủ tướng",
    "qđ": "quyết định", "mttq": "mặt trận tổ quốc", "cbccvc": "cán bộ công chức viên chức", "cbcc": "cán bộ công chức",
    "ntm": "nông thôn mới", "ocop": "ocop", "cchc": "cải cách hành chính", "tthc": "thủ tục hành chính",
    "dvc": "dịch vụ công", "cđs": "chuyển đổi số", "ttg": "thủ tướng", "bct": "bộ chính trị", "btv": "ban thường vụ",
    "kh": "kế hoạch", "csdl": "cơ sở dữ liệu", "qpan": "quốc phòng an ninh", "ktxh": "kinh tế xã hội",
    "kt-xh": "kinh tế xã hội", "kcn": "khu công nghiệp", "thcs": "trung học cơ sở", "thpt": "trung học phổ thông",
    "ld": "lao động", "lđ": "lao động", "dn": "doanh nghiệp", "htx": "hợp tác xã", "sxkd": "sản xuất kinh doanh",
    "vbqppl": "văn bản quy phạm pháp luật", "scan": "số hóa", "tw": "trung ương", "tp": "thành phố",
    "ngsưt": "nhà giáo ưu tú", "ngưt": "nhà giáo ưu tú", "ngnd": "nhà giáo nhân dân",
    "nsưt": "nghệ sĩ ưu tú", "nsut": "nghệ sĩ ưu tú", "nsnd": "nghệ sĩ nhân dân", "nnưt": "nghệ nhân ưu tú",
    "nnnd": "nghệ nhân nhân dân", "ttưt": "thầy thuốc ưu tú", "ttnd": "thầy thuốc nhân dân",
    "khcn": "khoa học và công nghệ", "kh&cn": "khoa học và công nghệ", "gdđt": "giáo dục và đào tạo",
    "gd&đt": "giáo dục và đào tạo", "gddt": "giáo dục và đào tạo", "khđt": "kế hoạch và đầu tư",
    "kh&đt": "kế hoạch và đầu tư", "khdt": "kế hoạch và đầu tư", "gtvt": "giao thông vận tải",
    "tnmt": "tài nguyên và môi trường", "tn&mt": "tài nguyên và môi trường", "tttt": "thông tin và truyền thông",
    "tt&tt": "thông tin và truyền thông", "vhttdl": "văn hóa, thể thao và du lịch",
    "vhtt&dl": "văn hóa, thể thao và du lịch", "lđtbxh": "lao động - thương binh và xã hội",
    "ldtbxh": "lao động - thương binh và xã hội", "lđ-tb&xh": "lao động - thương binh và xã hội",
    "nnptnt": "nông nghiệp và phát triển nông thôn", "nn&ptnt": "nông nghiệp và phát triển nông thôn",
    "tc-kh": "tài chính kế hoạch", "vh-tt": "văn hóa thông tin", "ubdt": "ủy ban dân tộc",
    "nhnn": "ngân hàng nhà nước", "tandtc": "tòa án nhân dân tối cao", "vksndtc": "viện kiểm sát nhân dân tối cao",
    "sử lý": "xử lý", "sử lí": "xử lý", "vnah": "việt nam anh hùng", "bmvnah": "bà mẹ việt nam anh hùng",
    "hc": "huân chương", "bk": "bằng khen", "vhxh": "văn hóa xã hội", "đvqt": "đơn vị quyết thắng",
    "gđvh": "gia đình văn hóa", "gdvh": "gia đình văn hóa",
}  # fmt: skip
_SHORT_RE = re.compile(
    r"(?<![\w/.-])(" + "|".join(sorted(map(re.escape, _SHORT), key=len, reverse=True)) + r")(?![\w/-])", re.I
)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Phrases that ask, and words that ask or join: they carry no subject of their own.
_ASKING = re.compile(
    r"\b(bao nhiêu|phần trăm|như thế nào|thế nào|ra sao|là gì|là ai|bao lâu|ngày nào|khi nào|tháng nào|năm nào|vì "
    r"sao|tại sao"
    r"|liệt kê|so sánh|khác nhau|cụ thể|ghi rõ|làm gì|ở đâu|bên nào|hiện nay|bây giờ|cho biết|cho hỏi|cho tôi|hãy"
    r"|những gì"
    r"|nghĩa là|ở chỗ nào|ở điểm nào|điểm nào|mỗi bên|mỗi loại|cái gì|thì sao|được không|có phải|hay không|xin hỏi"
    r"|quy định|kể ra|thế còn|còn gì|gì nữa|tham gia|phấn đấu|đề ra|đặt ra|đưa ra|dự kiến|mong muốn"
    r"|chiếm|héc-ta|héc ta|hecta|hôm nào|ngày nào|giữa|tên gì|tên là gì|trong kho|kho có|của kho|đòi hỏi"
    r"|chịu trách nhiệm|phụ trách|đảm nhận|đảm trách"
    r"|lo(?= phong trào| việc| công tác))\b"
)
# What the sources print → what people say. Read when a source is compared with a question, never shown.
_SAME = (
    ("gian dối", "khai man"), ("kê khai", "khai báo"), ("thu hồi", "xử lý"), ("nghiêm cấm", "bị cấm"),
    ("tổng hợp", "gom"), ("chậm nhất", "hạn"), ("trước ngày", "hạn"), ("trong thời hạn", "hạn"),
    ("gửi về", "nộp"), ("gửi hồ sơ", "nộp hồ sơ"), ("không quá", "tối đa"), ("ít nhất", "tối thiểu"),
    ("tốc độ tăng", "tăng trưởng"), ("tăng trưởng", "tốc độ tăng"), ("đề nghị khen thưởng", "trình khen"),
    ("đề nghị cấp trên khen thưởng", "trình khen"), ("bị mất", "mất"), ("thất lạc", "mất"),
    ("mới tuyển dụng", "mới tuyển"), ("phê duyệt", "duyệt"), ("quyết định tặng", "ký quyết định"),
    ("thẩm quyền quyết định", "ký"), ("chuyển công tác", "chuyển đi"), ("đất đai", "góp đất"),
    ("công sức", "góp công"), ("bàn giao", "giao lại"), ("được thưởng", "tiền thưởng"),
    ("mức tiền thưởng", "được thưởng"), ("số hóa", "scan"), ("kèm theo", "kèm"), ("hằng năm", "hàng năm"),
    ("thu hồi hiện vật", "bị xử lý"), ("giải quyết", "xử lý"), ("bị thất lạc", "rơi mất làm mất"),
    ("hiện vật khen thưởng", "huân chương huy chương bằng khen giấy khen cờ bằng"),
    ("thiên tai, lũ lụt", "bão lũ cuốn trôi ngập lụt"), ("hỏa hoạn", "cháy nhà bị cháy"),
    ("trả kết quả", "xử lý"), ("xác nhận khen thưởng", "xử lý"), ("phát hành", "gửi đi"),
    ("dân số đô thị", "đô thị hóa"),
    ("bắt đầu liên tiếp từ số", "quay về đánh lại đếm lại"), ("nộp lưu", "giao nộp"),
    ("người có thẩm quyền chỉ đạo", "lãnh đạo"), ("gửi sai", "gửi nhầm"), ("trả lại cho", "xử lý"),
    ("đối với nam", "nam giới"), ("đối với nữ", "nữ giới"),
)  # fmt: skip
_COMMON = re.compile(
    r"\b(phong trào|thi đua|khen thưởng|kế hoạch|hạn nộp|hạn gửi|nộp|gửi|hồ sơ|hạn|ngành|bộ|tỉnh|xã|huyện|"
    r"cá nhân|tập thể"
    r"|hình thức|chỉ tiêu|mục tiêu|nội dung|văn bản|ngày|tháng|năm|công tác|đơn vị|cơ quan|ban hành|ký|vụ|về|"
    r"trước|đề nghị|mức"
    r"|chủ đề|quyết định|báo cáo|nghị định|thông tư|chỉ thị|luật|số|cấp|ai|tỷ lệ|tỉ lệ|đạt|mình|danh sách|yêu cầu)\b"
)
STOP = _set(
    """là gì nào bao nhiêu mấy thì mà và của cho ở tại có không được bị phải những các một như thế sao ai
    khi lúc vào ra lên về theo trong với để đến tới từ này kia đó do à ạ hả ha nhỉ nhé vậy ư rồi còn chỉ
    thôi hay hoặc nếu cũng đâu đấy đây làm bằng qua dưới ngoài rằng vì bởi tôi mình bạn em anh xin hỏi
    giúp biết muốn cần đúng gồm nói lo mai đang sẽ đã vừa bên mặc riêng dù lại luôn mỗi khác so rõ đặt nêu bắt đủ
    xong lần nên sắp việc cái chiếc vẫn nữa thêm hơn gọi trên the of what is a in for to how which"""
)
_FOLDED_STOP = frozenset(words.unaccent(s) for s in STOP)
# Words that any emulation question holds: they point at no subject when they stand alone.
GENERIC = _set(
    """thi dua khen thuong phong trao ke hoach nam ngay thang han nop gui ho so chi tieu ti le muc nganh bo
    tinh xa huyen thanh pho cong tac don vi van ban quyet dinh nghi thong tu luat ca nhan tap the hinh
    thuc danh hieu tang bao cao hanh ki to chuc xet duyet de cap chu noi dung"""
)
_TONE_Y = re.compile(r"^([bcdghklmnpqrstvx]{1,2})y$")
_WORD = re.compile(r"\w+", re.UNICODE)


def expand(text: str) -> str:
    """Abbreviations of the genre written out: «chỉ tiêu BHYT» → «chỉ tiêu bảo hiểm y tế»."""
    return _SHORT_RE.sub(lambda m: _SHORT[m.group(1).lower()], words.nfc(text))


def enrich(text: str) -> str:
    """A source's words with what people call the same thing beside them: «chậm nhất» answers to «hạn»."""
    low = text.lower()
    same = [said for printed, said in _SAME if printed in low and said not in low]
    return f"{text}. {'. '.join(same)}" if same else text


def subject(text: str) -> str:
    """What is left of an (accented, expanded) question without the words any emulation question holds."""
    low = _ASKING.sub(" ", words.nfc(expand(text)).lower())
    return " ".join(s for s in _WORD.findall(_COMMON.sub(" ", low)) if s not in STOP and not s.isdigit())


def syllables(text: str) -> list[str]:
    """Folded syllables for comparing, spelling variants made one: «Chiến sỹ» and «chiến sĩ» → ["chien", "si"]."""
    return [_TONE_Y.sub(r"\1i", s) if s[-1] == "y" else s for s in _WORD.findall(words.unaccent(expand(text)).lower())]


def content(text: str) -> list[str]:
    """The syllables that carry a subject (of accented text): no asking, no joining words; order kept, each once."""
    low = _ASKING.sub(" ", words.nfc(expand(text)).lower())
    kept = [s for s in _WORD.findall(low) if s not in STOP]
    return list(dict.fromkeys(_TONE_Y.sub(r"\1i", words.unaccent(s)) for s in kept))


def is_joining(syllable: str) -> bool:
    """Whether a folded syllable may be a joining or asking word."""
    return syllable in _FOLDED_STOP


def pairs(syllables_: list[str]) -> set[tuple[str, str]]:
    """Adjacent syllable pairs: most Vietnamese words are two syllables."""
    return set(itertools.pairwise(syllables_))


def _bare_form(word: str) -> str:
    """An accented syllable whatever the place of its tone mark and its i or y: «hoà» = «hòa», «sỹ» = «sĩ»."""
    return "".join(sorted(unicodedata.normalize("NFD", word.replace("y", "i").replace("ý", "í").replace("ỹ", "ĩ")
                                                .replace("ỷ", "ỉ").replace("ỳ", "ì").replace("ỵ", "ị"))))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How many texts of the corpus hold a syllable; `total` texts in all."""

    df: dict[str, int]
    total: int
    forms: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> Lexicon:
        """Count over the corpus, once."""
        df: Counter[str] = Counter()
        forms: set[str] = set()
        total = 0
        for text in texts:
            df.update(set(syllables(text)))
            forms.update(words.syllables(text))
            total += 1
        return cls(dict(df), total, frozenset(_bare_form(f) for f in forms))

    def weight(self, syllable: str) -> float:
        """Rarity: 0 in every text, about 1 in one of a hundred, largest where never seen."""
        seen = self.df.get(syllable, 0)
        return math.log((self.total + 1) / (seen + 0.5)) / math.log(100) if self.total else 1.0

    def uses(self, word: str) -> bool:
        """Whether the corpus ever prints an accented syllable, wherever the tone mark stands («hoà», «hòa»)."""
        return word.isdigit() or _bare_form(word.lower()) in self.forms

    def known(self, syllable: str) -> bool:
        """Whether the corpus ever uses the syllable."""
        return syllable in self.df
