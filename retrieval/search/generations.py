"""Generations: derived arrays and a Chroma folder, built aside, probed, then switched to by one atomic pointer.

    generations/<n>/   manifest.json (stamp, sha256 of every file), arrays, chroma/
    CURRENT            the number of the generation that answers

Nothing here is ever repaired or migrated: whatever does not match is left alone, answers come from the catalog, and
the next build replaces it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.search import derived, vectors
from retrieval.search.catalog import Catalog
from retrieval.search.derived import Derived
from retrieval.search.schema import LAYOUT

CURRENT = "CURRENT"
FOLDER = "generations"
SCRATCH = "scratch"
ARRAYS = 3
NO_CHROMA = "none"
_CHUNK = 1 << 20

Floats = npt.NDArray[np.float32]
Hook = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from and by, and the bytes it must have. `collection` is "" without Chroma."""

    revision: int
    model: str
    dim: int
    layout: str
    chroma: str
    collection: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that was opened."""

    number: int
    folder: Path
    manifest: Manifest
    arrays: Derived

    @property
    def vectors_file(self) -> Path:
        """The saved vectors, which Chroma's child reads too."""
        return self.folder / "vectors.npy"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to build: `model` "" without vectors; `url` of a Chroma server, "" embedded, "none" without.

    `questions` gives vectors [n, dim] that Chroma must answer as exact search does; `step` hears of every step.
    """

    root: Path
    model: str
    url: str = ""
    questions: Callable[[], Floats | None] = lambda: None
    step: Hook = lambda _: None

    @property
    def server(self) -> str:
        """The server's address, "" where Chroma is embedded or not wanted."""
        return self.url if self.url != NO_CHROMA else ""


def wants_chroma(url: str) -> bool:
    """Is there a Chroma at all, embedded or served?"""
    return url != NO_CHROMA


def layout() -> str:
    """The stamp of this program's arrays: another stamp means another build."""
    return f"{LAYOUT}.{ARRAYS}"


def current(root: Path) -> Path | None:
    """The folder CURRENT points to, None where there is none."""
    try:
        number = int((root / CURRENT).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    folder = root / FOLDER / str(number)
    return folder if folder.is_dir() else None


def open_current(root: Path, model: str) -> tuple[Generation | None, str]:
    """The generation that answers, every array compared with its manifest; None and the reason where it cannot."""
    folder = current(root)
    if folder is None:
        return None, "chưa có bản dựng"
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as e:
        return None, f"manifest.json hỏng: {e}"
    if manifest.layout != layout():
        return None, "do phiên bản khác dựng"
    if model and manifest.model != model:
        return None, f"dựng bằng mô hình {manifest.model or 'không có'}"
    if wrong := changed(folder, manifest, chroma=False):
        return None, f"{wrong} đã bị đổi"
    try:
        return Generation(int(folder.name), folder, manifest, derived.load(folder)), ""
    except (OSError, ValueError) as e:
        return None, str(e)


def changed(folder: Path, manifest: Manifest, *, chroma: bool) -> str:
    """The first file that is not byte for byte what was built, "" where all are; Chroma's files, or all others."""
    wanted = {n: h for n, h in manifest.files.items() if n.startswith("chroma/") is chroma}
    for name, digest in wanted.items():
        try:
            if sha256(folder / name) != digest:
                return name
        except OSError:
            return name
    return ""


def build(plan: Plan, catalog: Catalog, say: Callable[[str], None]) -> str:
    """Build a generation aside, probe it, switch to it, drop the others. What Chroma lacks, "" where nothing."""
    root, step = plan.root, plan.step
    number = _next(root)
    aside = root / FOLDER / f"{number}.building"
    step("mở bản dựng")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    revision = catalog.revision
    say("lập bảng từ khoá")
    step("lập bảng")
    made = derived.derive(catalog, plan.model)
    step("ghi bảng và véc-tơ")
    derived.save(made, aside)
    why, collection = _chroma(plan, aside, number, made, say)
    step("ghi bản kê")
    files = {str(p.relative_to(aside)): sha256(p) for p in sorted(aside.rglob("*")) if p.is_file()}
    manifest = Manifest(revision, plan.model, made.dim, layout(), vectors.version(), collection, files)
    (aside / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    step("ghi bền")
    for path in [*aside.rglob("*"), aside]:
        fsync(path)
    step("đặt tên bản dựng")
    aside.rename(root / FOLDER / str(number))
    fsync(root / FOLDER)
    _point(root, number, step)
    step("bỏ bản cũ")
    sweep(root, plan.url)
    return why


def sweep(root: Path, url: str = "") -> None:
    """Remove every generation but the current one, here and on the server, and copies that a dead process left."""
    keep = current(root)
    gone = [f for f in (root / FOLDER).glob("*") if f != keep]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (root / SCRATCH).glob("*"):
        if not _running(folder.name.split("-")[0]):
            shutil.rmtree(folder, ignore_errors=True)
    if gone and url and url != NO_CHROMA:
        vectors.forget(url, _prefix(root), f"{_prefix(root)}{keep.name}-" if keep else "")


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    made = hashlib.sha256()
    with path.open("rb") as f:
        while part := f.read(_CHUNK):
            made.update(part)
    return made.hexdigest()


def fsync(path: Path) -> None:
    """Make a file or a folder's entries durable."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _chroma(plan: Plan, aside: Path, number: int, made: Derived, say: Callable[[str], None]) -> tuple[str, str]:
    if not made.dim or not len(made.passages) or not wants_chroma(plan.url):
        return "", ""
    rows, file = len(made.passages), aside / "vectors.npy"
    questions = plan.questions()
    if questions is not None:
        np.save(aside / vectors.QUESTIONS, questions)
    name = f"{_prefix(plan.root)}{number}-{sha256(file)[:12]}"
    target = plan.server or str(aside / "chroma")
    say("lập chỉ mục véc-tơ")
    plan.step("lập chỉ mục véc-tơ")
    why = vectors.build(target, name, file, rows)
    if not why:
        say("kiểm tra chỉ mục véc-tơ")
        plan.step("kiểm tra chỉ mục véc-tơ")
        (plan.root / SCRATCH).mkdir(exist_ok=True)
        why = vectors.probe(target, name, file, None if plan.server else plan.root / SCRATCH, rows)
    if not why:
        return "", name
    shutil.rmtree(aside / "chroma", ignore_errors=True)
    return why, ""


def _prefix(root: Path) -> str:
    """What this index's collections are called on a server that others may use too."""
    return f"thidua-{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:8]}-"


def _next(root: Path) -> int:
    numbers = [int(p.name.split(".")[0]) for p in (root / FOLDER).glob("*") if p.name.split(".")[0].isdigit()]
    return max(numbers, default=0) + 1


def _point(root: Path, number: int, step: Hook) -> None:
    aside = root / f"{CURRENT}.tmp"
    step("ghi con trỏ")
    aside.write_text(f"{number}\n", encoding="ascii")
    fsync(aside)
    step("đổi con trỏ")
    aside.replace(root / CURRENT)
    fsync(root)


def _running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
