"""The terminal chat: whose «xã tôi» is, what a question was understood to be about, and both may be changed."""

from bot.cli.chat import named, understood
from bot.model import Context, Person


def test_the_person_is_named_once_and_may_be_named_again() -> None:
    made = named("xã An Bình,  tỉnh Hà Sơn", Person())
    assert (made.unit, made.level, made.province) == ("xã An Bình", "xã", "Hà Sơn")
    assert named("", made) == made
    assert named("phường Nam Sơn", made) == Person("phường Nam Sơn", "phường", "Hà Sơn")


def test_the_understood_context_is_one_line() -> None:
    assert understood(Context(unit="xã An Bình", year="2025")) == "xã An Bình · 2025"
    assert understood(Context()) == ""
