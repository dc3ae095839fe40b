"""The bot under test in this process: the real App over HTTP on the fake server, a hand-written house behind it."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.ask.lawdesk import consult
from bot.ask.lawrows import RowEditor
from bot.config import Settings, StateFolder, Telegram
from bot.draft import slots
from bot.draft.outline import arranged
from bot.model import (
    Answer,
    Citation,
    Context,
    Draft,
    DraftRequest,
    Finding,
    Option,
    Paragraph,
    Person,
    Question,
    Section,
)
from bot.store import Role, Store
from bot.telegram.app import App
from bot.telegram.office import Added, Due, Parsed
from bot.telegram.start import Secrets
from retrieval import (
    CorpusError,
    Document,
    Header,
    Reading,
    Register,
    RegisterFiles,
    SourceText,
    State,
    ThiduaError,
    words,
)
from tests.fake_telegram import TOKEN, FakeTelegram

DIRECTIVES = Path(__file__).resolve().parents[2] / "corpus" / "directives"
ADMIN, EDITOR, VIEWER, STRANGER = 1, 2, 3, 666
HEADINGS = (("can-cu", "Căn cứ"), ("muc-dich-yeu-cau", "I. MỤC ĐÍCH, YÊU CẦU"), ("chi-tieu", "II. CHỈ TIÊU"))


def document(source: str, space: str = "") -> Document:
    return Document(source, source, "0" * 64, "plan", Header(number="12/KH-UBND"), f"Kế hoạch {source}", space)


@dataclass
class FakeOffice:
    """A house that answers at once and remembers what it was asked. `slow` says how long an answer takes."""

    folder: Path
    slow: Callable[[str], float] = lambda _: 0.0
    questions: list[Question] = field(default_factory=list)
    added: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    requests: list[DraftRequest] = field(default_factory=list)
    papers: list[Document] = field(default_factory=lambda: [document("ke-hoach-1.txt"), document("mat-b.txt", "b")])
    topics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    page: bytes | None = None
    llm: Callable[[Answer], Answer] | None = None
    rows: RowEditor | None = None

    def __post_init__(self) -> None:
        """The real register, so that what an editor writes is what is answered next."""
        files = RegisterFiles(DIRECTIVES, self.folder / "so-van-ban")
        self.rows, self.register = RowEditor(files, self.changed), files.load()

    def reword(self, found: Answer, question: Question, who: str) -> Answer:
        return self.llm(found) if self.llm else found

    def paper(self, question: str, found: Answer, today: date, spaces: tuple[str, ...] | None) -> bytes:
        return f"PK-answer {question} {found.text}".encode()

    def ask(self, question: Question) -> Answer:
        self.questions.append(question)
        time.sleep(self.slow(question.text))
        if "nổ" in question.text:
            raise RuntimeError(f"bí mật: {question.text}")
        if "hỏng" in question.text:
            raise CorpusError("a.txt", "tệp hỏng")
        if "không có" in question.text:
            return Answer("abstain", "", reason="Kho chưa có nội dung này.")
        if "đơn vị nào" in question.text:
            return Answer("clarify", "Bạn hỏi xã nào?", options=(Option("xã An Bình", "chỉ tiêu xã An Bình"),))
        text = self.text or f"Trả lời: {question.text} [1]"
        quote = "Giảm tỷ lệ hộ nghèo còn 1,35% & giữ vững <an ninh>"
        cited = Citation(1, "ke-hoach-1.txt", "12/KH-UBND", ("II", "1", "-2"), quote, State.IN_FORCE)
        return Answer("answer", text, (cited,), context=Context("xã An Bình", "xã", "2025", "hộ nghèo"),
                      question_kind="target")  # fmt: skip

    def understand(self, text: str, person: Person, today: date) -> DraftRequest:
        year = next((w for w in words.syllables(text) if w.isdigit() and len(w) == 4), "")
        unit = "UBND xã An Bình" if "an bình" in text.lower() else person.unit
        return DraftRequest(text, today, unit=unit, level="xã" if unit else "", year=year, person=person)

    def missing(self, request: DraftRequest) -> slots.Slot | None:
        return slots.missing(request, (request.person.unit,) if request.person.unit else ())

    def fill(self, request: DraftRequest, name: slots.SlotName, answer: str) -> DraftRequest:
        if name == "unit":
            return replace(request, unit="" if "Sai" in answer else answer)
        return slots.fill(request, name, answer)

    def outline(self, request: DraftRequest) -> Sequence[tuple[str, str]]:  # type: ignore[override]
        return tuple(h for h in HEADINGS if not request.sections or h[0] in request.sections)

    def refusal(self, request: DraftRequest) -> str:
        return "Chưa soạn được tờ trình <này>." if "tờ trình" in request.text else ""

    def arrange(self, request: DraftRequest, said: str) -> DraftRequest:
        return replace(request, sections=arranged(request.sections, said))

    def draft(self, request: DraftRequest) -> Draft:
        if not request.unit:
            ask = "Xã này đã sáp nhập; soạn cho xã mới?"
            return Draft("clarify", request, text=ask, options=(Option("xã Đúng", "UBND xã Đúng"),))
        self.requests.append(request)
        time.sleep(self.slow("draft"))
        sections = tuple(
            Section(k, h, (Paragraph(f"Nội dung {h} của {request.unit}.", "template"),))  # type: ignore[arg-type]
            for k, h in HEADINGS
        )
        return Draft("draft", request, f"Phát động phong trào thi đua năm {request.year}", sections,
                     todo=("Chỉ tiêu hộ nghèo",), notes=("Căn cứ Chỉ thị 34-CT/TW còn hiệu lực.",))  # fmt: skip

    def revise(self, draft: Draft, key: str, instruction: str) -> Draft:
        made = tuple(
            replace(s, paragraphs=(*s.paragraphs, Paragraph(f"Đã sửa: {instruction}", "user"))) if s.key == key else s
            for s in draft.sections
        )
        return replace(draft, sections=made)

    def export(self, draft: Draft) -> bytes:
        return b"PK-docx " + draft.title.encode()

    def sheet(self, draft: Draft) -> bytes:
        return b"PK-sheet"

    def parse(self, path: Path, name: str) -> Parsed:
        body = path.read_bytes()
        if not body.strip():
            raise CorpusError(name, "tệp rỗng")
        if b"MAT" in body:
            raise CorpusError(name, "tệp có dấu độ mật, không được nhận")
        source = SourceText(name, "0" * 64, "txt", body.decode(errors="replace"), ())
        reading = Reading(document(name), source, ())
        return Parsed(reading, (("Số hiệu", "12/KH-UBND"), ("Trích yếu", "phát động thi đua")), ())

    def check(self, reading: Reading, today: date, person: Person) -> Sequence[Finding]:
        if "sạch" in reading.source.text:
            return ()
        return (
            Finding("district", "error", ("II", "1"), 12, "UBND huyện", "Cấp huyện không còn từ 01/7/2025",
                    "Sửa thành xã", "Luật số 72/2025/QH15"),
            Finding("heading", "note", (), 3, "", "Thiếu số mục"),
        )  # fmt: skip

    def annotate(self, path: Path, reading: Reading, findings: Sequence[Finding]) -> bytes:
        return b"PK-annotated"

    def law(self, question: Question) -> Answer:
        made = consult(question.text, question.today, self.register)
        self.questions.append(question)
        return made.answer

    def changed(self, register: Register) -> None:
        self.register = register

    def documents(self, spaces: tuple[str, ...] | None, topic: str = "") -> Sequence[Document]:
        seen = [d for d in self.papers if not d.space or spaces is None or d.space in spaces]
        return [d for d in seen if not topic or topic in self.topics.get(d.source, ())]

    def names(self, docs: Sequence[str], spaces: tuple[str, ...] | None) -> dict[str, str]:
        return {d: f"Kế hoạch số {d} của UBND xã An Bình" for d in docs}

    def examples(self, person: Person, today: date) -> Sequence[tuple[str, str]]:
        return (("Thời hạn", "Hạn gửi báo cáo là khi nào?"),)

    def original(self, source: str, spaces: tuple[str, ...] | None) -> Path | None:
        if all(d.source != source for d in self.documents(spaces)):
            return None
        path = self.folder / source
        path.write_text("bản gốc", encoding="utf-8")
        return path

    def picture(self, paper: bytes) -> bytes | None:
        return self.page

    def add(self, path: Path, name: str, space: str, keep: Path) -> Added:
        to = self.folder / f"kho-{name}"
        replaced = to.is_file()
        if replaced:
            keep.write_bytes(to.read_bytes())
        to.write_bytes(path.read_bytes())
        self.added.append(to)
        self.papers.append(document(name, space))
        return Added(to, replaced)

    def remove(self, stored: Path) -> None:
        self.removed.append(stored)
        stored.unlink(missing_ok=True)

    def due(self, today: date, days: int, person: Person) -> Sequence[Due]:
        return (Due("Gửi báo cáo sơ kết 6 tháng", today, "ke-hoach-1.txt"),)

    def model(self) -> str:
        return "thử:mô-hình" if self.llm else ""


@dataclass
class Running:
    """A bot at work: `fake` is its Telegram, `office` its house."""

    fake: FakeTelegram
    office: FakeOffice
    settings: Settings
    app: App
    loop: asyncio.AbstractEventLoop
    thread: threading.Thread
    failure: list[BaseException]

    def person(self, id: int, **more: object) -> object:
        return self.fake.person(id, **more)  # type: ignore[arg-type]

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.app.stop.set)
        self.thread.join(30)
        assert not self.thread.is_alive()


def settings(fake: FakeTelegram, folder: Path, **more: object) -> Settings:
    made = Telegram(base_url=fake.base_url, base_file_url=fake.base_file_url, admins=(ADMIN,), messages_per_s=0)
    return Settings(state=StateFolder(folder / "state"), telegram=replace(made, **more))  # type: ignore[arg-type]


def invited(made: Settings) -> None:
    """A viewer and an editor, as if they had used their invitations."""
    store = Store(made.state.folder, (ADMIN,))
    store.people.admit(VIEWER, "Chị Xem", Role.VIEWER, None, ADMIN, 0)
    store.people.admit(EDITOR, "Anh Soạn", Role.EDITOR, None, ADMIN, 0)
    store.close()


@contextmanager
def running(
    fake: FakeTelegram, folder: Path, *, office: FakeOffice | None = None, people: bool = True, poll_s: float = 5.0,
    join_s: float = 0.3, threads: int = 2, proxy: str = "", **more: object,
) -> Iterator[Running]:  # fmt: skip
    """The App in its own thread and loop, until the block ends."""
    made = settings(fake, folder, **more)
    if people:
        invited(made)
    house = office or FakeOffice(folder)
    failure: list[BaseException] = []
    ready: list[tuple[App, asyncio.AbstractEventLoop]] = []

    async def main() -> None:
        secrets = Secrets(TOKEN, proxy, "s" * 32)
        app = App(made, secrets, house, poll_s=poll_s, backoff_s=0.1, join_s=join_s, threads=threads)
        ready.append((app, asyncio.get_running_loop()))
        await app.run(signals=False)

    def body() -> None:
        try:
            asyncio.run(main())
        except ThiduaError as e:
            failure.append(e)

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    while not ready and thread.is_alive():
        time.sleep(0.005)
    app, loop = ready[0]
    bot = Running(fake, house, made, app, loop, thread, failure)
    try:
        fake.wait(lambda: failure or fake.webhook or fake.called("getUpdates"), 15)
        yield bot
    finally:
        if thread.is_alive():
            bot.stop()
