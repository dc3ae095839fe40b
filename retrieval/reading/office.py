"""Old Word (.doc), RTF and OpenDocument → .docx by LibreOffice without a window, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from retrieval.model import CorpusError, Refused

_SECONDS = 90.0
_WIDE = "utf-16-le"


def check_ole(data: bytes, name: str) -> None:
    """An OLE file must be a Word text without password or macros: its directory names what is inside."""
    if "EncryptedPackage".encode(_WIDE) in data:
        raise Refused(name, "Tệp đặt mật khẩu: hãy bỏ mật khẩu rồi gửi lại")
    if "WordDocument".encode(_WIDE) not in data:
        raise Refused(name, "Đây không phải văn bản Word (có thể là bảng tính hoặc thư điện tử cũ); hãy gửi tệp .docx")
    if "_VBA_PROJECT".encode(_WIDE) in data or "Macros".encode(_WIDE) in data:
        raise Refused(name, "Tệp có macro: hãy lưu lại dạng .docx không macro rồi gửi lại")


def check_rtf(data: bytes, name: str) -> None:
    """An RTF must carry no objects."""
    if b"\\objdata" in data or b"\\objemb" in data or b"\\objautlink" in data:
        raise Refused(name, "Tệp RTF có đối tượng nhúng: không an toàn, hãy lưu lại dạng .docx rồi gửi lại")


def to_docx(data: bytes, suffix: str, name: str) -> bytes:
    """The same text as .docx bytes. Raises Refused where LibreOffice is absent or cannot open the file."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        raise Refused(
            name,
            f"Tệp {suffix} kiểu cũ, máy chủ chưa có LibreOffice để đọc: hãy mở bằng Word, lưu lại dạng .docx rồi gửi",
        )
    with tempfile.TemporaryDirectory(prefix="thidua-") as folder:
        source, out = Path(folder) / f"in{suffix}", Path(folder) / "out"
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nologo",
            "--convert-to", "docx", "--outdir", str(out), str(source),
        ]  # fmt: skip
        keep = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "TMPDIR")} | {"HOME": folder}
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, env=keep, cwd=folder)
        except subprocess.TimeoutExpired as e:
            raise CorpusError(name, "LibreOffice mở tệp quá lâu: hãy lưu lại dạng .docx rồi gửi") from e
        except OSError as e:
            raise CorpusError(name, "Không chạy được LibreOffice") from e
        made = out / "in.docx"
        if not made.is_file():
            raise Refused(
                name, "LibreOffice không mở được tệp này (hỏng hoặc đặt mật khẩu): hãy lưu lại dạng .docx rồi gửi"
            )
        return made.read_bytes()
