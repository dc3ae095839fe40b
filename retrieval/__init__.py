"""The door: `bot` enters `retrieval` here and nowhere else."""

from retrieval import words
from retrieval.model import (
    Certainty,
    Cited,
    Clause,
    ClauseRef,
    Comparator,
    CorpusError,
    Deadline,
    Directive,
    DocNumber,
    Document,
    Duty,
    Header,
    Hit,
    IndexFault,
    Level,
    Line,
    Movement,
    Reading,
    Refused,
    RegisterError,
    SettingsError,
    Signer,
    SourceText,
    Span,
    State,
    Step,
    Target,
    Theme,
    ThiduaError,
    Where,
)
from retrieval.reading.guard import read_guarded, read_kept
from retrieval.reading.read import distinguished, read, read_text
from retrieval.reading.refs import cited_in, format_path, numbers_in, parse_number, parse_path
from retrieval.register.applies import Applicable
from retrieval.register.chain import Link
from retrieval.register.cite import Mention
from retrieval.register.citers import CitedBy, Citers, citers
from retrieval.register.directives import Register
from retrieval.register.former import FormerProvince, former_province
from retrieval.register.overlay import Change, Edit, RegisterFiles
from retrieval.register.places import PlaceMention, Places
from retrieval.register.resolve import Disagreement, Resolution
from retrieval.register.state import Standing
from retrieval.register.units import Unit
from retrieval.search.index import Index
from retrieval.search.sync import SyncReport, SyncStep

__all__ = [
    "Applicable",
    "Certainty",
    "Change",
    "Cited",
    "CitedBy",
    "Citers",
    "Clause",
    "ClauseRef",
    "Comparator",
    "CorpusError",
    "Deadline",
    "Directive",
    "Disagreement",
    "DocNumber",
    "Document",
    "Duty",
    "Edit",
    "FormerProvince",
    "Header",
    "Hit",
    "Index",
    "IndexFault",
    "Level",
    "Line",
    "Link",
    "Mention",
    "Movement",
    "PlaceMention",
    "Places",
    "Reading",
    "Refused",
    "Register",
    "RegisterError",
    "RegisterFiles",
    "Resolution",
    "SettingsError",
    "Signer",
    "SourceText",
    "Span",
    "Standing",
    "State",
    "Step",
    "SyncReport",
    "SyncStep",
    "Target",
    "Theme",
    "ThiduaError",
    "Unit",
    "Where",
    "cited_in",
    "citers",
    "distinguished",
    "format_path",
    "former_province",
    "numbers_in",
    "parse_number",
    "parse_path",
    "read",
    "read_guarded",
    "read_kept",
    "read_text",
    "words",
]
