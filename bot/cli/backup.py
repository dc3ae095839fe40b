"""`thidua backup` and `thidua restore`: state file, the office's register rows and corpus in one archive.

The index is made anew.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import compose
from bot.config import Settings
from bot.store import Database
from retrieval import SettingsError

FileArgument = Annotated[Path, typer.Argument(help="tệp .tar.gz", show_default=False)]


def backup(
    file: FileArgument, config: compose.ConfigOption = None, corpus: compose.CorpusOption = None
) -> None:  # fmt: skip
    """Sao lưu dữ liệu của trợ lý và kho văn bản; chạy được khi trợ lý đang chạy."""
    made = compose.settings(config, None, corpus)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "bot.db"
        store = Database(made.state.folder / "bot.db")
        try:
            store.backup(copy)
        finally:
            store.close()
        part = file.with_name(f".{file.name}.part")
        try:
            # people's data: nobody else may read the archive
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                with tarfile.open(fileobj=out, mode="w:gz") as archive:
                    archive.add(copy, "bot.db")
                    if (rows := compose.register_files(made).office).is_dir():
                        archive.add(rows, "register")
                    for n, path in enumerate(made.corpus.folders):
                        if path.is_dir():
                            archive.add(path, f"corpus/{n}")
                out.flush()
                os.fsync(out.fileno())
            part.replace(file)
        except OSError as e:
            raise SettingsError(f"Không ghi được {file}: {e.strerror}") from e
    print(f"Đã sao lưu vào {file}")


def restore(
    file: FileArgument, config: compose.ConfigOption = None, corpus: compose.CorpusOption = None
) -> None:  # fmt: skip
    """Khôi phục từ bản sao lưu; trợ lý phải đang dừng. Sau đó chạy «thidua index»."""
    made = compose.settings(config, None, corpus)
    from bot.telegram.start import single

    with single(made.state.folder), tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _unpack(file, folder)
        _put(folder, made)
    print(f"Đã khôi phục từ {file}. Chạy «thidua index» để dựng lại chỉ mục.")


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        link = sqlite3.connect(f"file:{folder / 'bot.db'}?mode=ro", uri=True)
        try:
            sound = link.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        finally:
            link.close()
    except (OSError, tarfile.TarError, sqlite3.Error) as e:
        raise SettingsError(f"{file} không phải bản sao lưu đọc được: {e}") from e
    if not sound:
        raise SettingsError(f"Dữ liệu trong {file} bị hỏng; không khôi phục gì.")


def _put(folder: Path, made: Settings) -> None:
    for rest in ("bot.db-wal", "bot.db-shm"):
        (made.state.folder / rest).unlink(missing_ok=True)
    shutil.copyfile(folder / "bot.db", made.state.folder / "bot.db")
    if (folder / "register").is_dir():
        shutil.copytree(folder / "register", compose.register_files(made).office, dirs_exist_ok=True)
    for n, path in enumerate(made.corpus.folders):
        if (folder / "corpus" / str(n)).is_dir():
            shutil.copytree(folder / "corpus" / str(n), path, dirs_exist_ok=True)
