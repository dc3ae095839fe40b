"""config.toml → frozen settings. An unknown key, a wrong type or a missing file stops the program with one sentence."""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from retrieval import SettingsError


@dataclass(frozen=True, slots=True)
class Office:
    """Who the office is: the default unit of drafts and of «đơn vị tôi»."""

    unit: str = ""
    level: str = ""
    province: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Folders that `thidua index` reads."""

    folders: tuple[Path, ...] = (Path("corpus/plans"), Path("corpus/directives"))


@dataclass(frozen=True, slots=True)
class RegisterPath:
    """Where the register's *.toml lie."""

    path: Path = Path("corpus/directives")


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The index folder: catalog.db, generations of vectors, unpacked model."""

    folder: Path = Path(".index")


@dataclass(frozen=True, slots=True)
class StateFolder:
    """Where bot.db lies: people, sessions, forms, inbox."""

    folder: Path = Path(".state")


@dataclass(frozen=True, slots=True)
class Embedding:
    """`model` "bundled" or a sentence-transformers name; `dtype` auto, float32, bfloat16; `threads` 0 = all cores."""

    model: str = "bundled"
    dtype: str = "auto"
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Vectors:
    """`url` of a Chroma server, "" for the embedded one."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class Llm:
    """An optional chat model, by LangChain's `provider:name`; "" = none."""

    model: str = ""
    base_url: str = ""
    api_key_env: str = "THIDUA_LLM_KEY"
    timeout_s: int = 30
    retries: int = 1
    max_calls_per_person_day: int = 100
    max_calls_per_day: int = 2000


@dataclass(frozen=True, slots=True)
class Telegram:
    """How the bot reaches Telegram; secrets are named here and read from the environment."""

    mode: str = "polling"
    token_env: str = "TELEGRAM_BOT_TOKEN"
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    proxy_env: str = "TELEGRAM_PROXY"
    admins: tuple[int, ...] = ()
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret_env: str = "TELEGRAM_WEBHOOK_SECRET"
    messages_per_s: int = 25
    questions_per_person_day: int = 200
    watchdog_s: int = 120


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole of config.toml; every path is absolute."""

    office: Office = field(default_factory=Office)
    corpus: Corpus = field(default_factory=Corpus)
    register: RegisterPath = field(default_factory=RegisterPath)
    index: IndexFolder = field(default_factory=IndexFolder)
    state: StateFolder = field(default_factory=StateFolder)
    embedding: Embedding = field(default_factory=Embedding)
    vectors: Vectors = field(default_factory=Vectors)
    llm: Llm = field(default_factory=Llm)
    telegram: Telegram = field(default_factory=Telegram)


T = TypeVar("T")

_CHOICES = {
    ("embedding", "dtype"): ("auto", "float32", "bfloat16"),
    ("telegram", "mode"): ("polling", "webhook"),
}


def load(file: Path | None = None) -> Settings:
    """Read `file`, else ./config.toml, else the config.toml beside the packages.

    Raises SettingsError naming the file, the key and the nearest valid one.
    """
    path = file or _default_file()
    if not path.is_file():
        raise SettingsError(f"Không có tệp cấu hình {path}")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise SettingsError(f"{path.name} không phải TOML hợp lệ: {e}") from e
    return _absolute(_settings(table, path.name), path.resolve().parent)


def secret(name: str) -> str:
    """A secret from the environment, "" where it is not set: the only reader of os.environ."""
    return os.environ.get(name, "").strip()


def _default_file() -> Path:
    here = Path("config.toml")
    return here if here.is_file() else Path(__file__).resolve().parent.parent / "config.toml"


def _settings(table: dict[str, Any], file: str) -> Settings:
    sections = {f.name: t for f, t in zip(fields(Settings), _types(Settings), strict=True)}
    _known(table, sections, file, "mục")
    made = {name: _section(sections[name], name, value, file) for name, value in table.items()}
    return Settings(**made)


def _section(kind: type[T], name: str, value: object, file: str) -> T:
    if not isinstance(value, dict):
        raise SettingsError(f"{file}: [{name}] phải là một mục, đang là {value!r}")
    types = dict(zip((f.name for f in fields(kind)), _types(kind), strict=True))  # type: ignore[arg-type]
    _known(value, types, file, f"khoá trong [{name}]")
    return kind(
        **{key: _value(types[key], v, f"{file}: [{name}] {key}", _CHOICES.get((name, key))) for key, v in value.items()}
    )


def _types(kind: type) -> list[Any]:
    hints = get_type_hints(kind)
    return [hints[f.name] for f in fields(kind)]


def _known(given: dict[str, Any], known: dict[str, Any], file: str, what: str) -> None:
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key, list(known), n=1, cutoff=0.5)
            hint = f"; có phải «{near[0]}»?" if near else f"; có: {', '.join(known)}"
            raise SettingsError(f"{file}: {what} «{key}» không có{hint}")


def _value(kind: Any, value: object, where: str, choices: tuple[str, ...] | None) -> object:
    if choices and value not in choices:
        raise SettingsError(f"{where} phải là một trong {', '.join(choices)}; đang là {value!r}")
    if kind in (str, Path) and isinstance(value, str):
        return kind(value)
    if kind is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind == tuple[Path, ...] and isinstance(value, list) and all(isinstance(x, str) for x in value):
        return tuple(map(Path, value))
    if kind == tuple[int, ...] and isinstance(value, list) and all(type(x) is int for x in value):
        return tuple(value)
    raise SettingsError(f"{where} có kiểu sai: {value!r}")


def _absolute(s: Settings, base: Path) -> Settings:
    return replace(
        s,
        corpus=Corpus(tuple(base / p for p in s.corpus.folders)),
        register=RegisterPath(base / s.register.path),
        index=IndexFolder(base / s.index.folder),
        state=StateFolder(base / s.state.folder),
    )
