"""The splitter: whatever the document, every part is accepted by a strict parser and no visible character is lost."""

import html
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.html import clip, escape, plain, split, units
from tests import telegram_html as strict

WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["Phổ Châu", "thi đua", "<số>", "&", "1.525,59", "😀", "👨‍👩‍👧", "\n", "\n\n", "«Điều 5»", '"', "x" * 500]
        ),
        st.text(max_size=30),
    ),
    max_size=40,
)
TAGS = ("b", "i", "u", "s", "code", "blockquote", "blockquote expandable", 'a href="https://a.vn/?x=1&amp;y=2"')


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Nested and neighbouring tags around escaped text, as `render` builds them, up to some 40,000 characters."""
    out: list[str] = []
    for _ in range(draw(st.integers(1, 25))):
        text = escape(" ".join(draw(WORDS)) * draw(st.integers(1, 5)))
        tag = draw(st.sampled_from(TAGS))
        if draw(st.booleans()):
            inner = draw(st.sampled_from(("b", "i"))) if not tag.startswith(("code", "b")) else ""
            body = f"<{inner}>{text}</{inner}>" if inner else text
            text = f"<{tag}>{body}</{tag.split(' ')[0]}>"
        out.append(text)
    return "\n".join(out)


@settings(max_examples=300, deadline=None)
@given(documents(), st.sampled_from([4096, 1024, 200]))
def test_every_part_is_accepted_and_nothing_is_lost(document: str, limit: int) -> None:
    parts = split(document, limit)
    shown = [strict.plain(p) for p in parts]
    assert all(0 < strict.units(s) <= limit and s.strip() for s in shown)
    assert all(len(p.encode()) <= 1 << 15 for p in parts)
    together = "".join("".join(s.split()) for s in shown)
    assert together == "".join(unicodedata.normalize("NFC", strict.plain(document)).split())


def test_a_cut_prefers_a_paragraph_then_a_line_then_a_sentence() -> None:
    assert split("a" * 60 + "\n\n" + "b" * 60, 100) == ["a" * 60, "b" * 60]
    assert split("a" * 60 + "\n" + "b" * 60, 100) == ["a" * 60, "b" * 60]
    assert split("a" * 60 + ". " + "b" * 60, 100) == ["a" * 60 + ".", "b" * 60]


def test_tags_are_closed_and_opened_again_and_neighbours_stay_apart() -> None:
    one, two = split("<b>" + "chữ " * 30 + "</b>", 80)
    assert one.startswith("<b>")
    assert one.endswith("</b>")
    assert two.startswith("<b>")
    pair = "<blockquote expandable>a</blockquote><blockquote expandable>b</blockquote>"
    assert split(pair) == [pair]


def test_a_tag_around_every_letter_stays_under_the_raw_limit() -> None:
    document = "".join(f"<blockquote expandable>{c}</blockquote>" for c in "ă" * 4000)
    assert all(len(p.encode()) <= 1 << 15 for p in split(document))


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("ngắn", 10, "ngắn"),
        ("một hai ba bốn năm", 12, "một hai ba…"),
        ("😀😀😀😀", 5, "😀😀…"),  # an emoji is two units, and never halved
    ],
)
def test_clip(text: str, limit: int, expected: str) -> None:
    assert clip(text, limit) == expected
    assert units(clip(text, limit)) <= limit


@given(st.text())
def test_escape_is_undone_by_the_parser(text: str) -> None:
    assert strict.plain(escape(text)) == unicodedata.normalize("NFC", text)
    assert plain(escape(text)) == html.unescape(escape(text))
