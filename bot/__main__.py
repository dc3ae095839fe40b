"""The command line `thidua` (= `python -m bot`). Exit 0 done, 1 the user's input is at fault, 2 ours."""

from __future__ import annotations

import sys
import traceback

import typer
from typer.exceptions import TyperException

from bot.cli.ask import ask
from bot.cli.backup import backup, restore
from bot.cli.chat import chat
from bot.cli.check import check
from bot.cli.draft import draft
from bot.cli.evaluate import evaluate
from bot.cli.index import index
from bot.cli.law import law
from bot.cli.people import people
from bot.cli.search import search
from bot.cli.serve import serve
from bot.cli.show import show
from retrieval import ThiduaError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Trợ lý kế hoạch thi đua"
)
app.command()(ask)
app.command()(chat)
app.command("eval")(evaluate)
app.command()(check)
app.command()(law)
app.command()(index)
app.command()(draft)
app.command()(search)
app.command()(show)
app.command()(serve)
app.command()(backup)
app.command()(restore)
app.add_typer(people, name="people")


@app.callback()
def root() -> None:
    """Trợ lý kế hoạch thi đua."""


def main() -> None:
    """Run one command; every failure is one clean line and an exit code."""
    try:
        code = app(args=sys.argv[1:] or ["--help"], standalone_mode=False)
    except ThiduaError as e:
        raise SystemExit(_fault(str(e), 1)) from e
    except TyperException as e:
        raise SystemExit(_fault(e.format_message(), 1)) from e
    except (typer.Abort, KeyboardInterrupt) as e:
        raise SystemExit(130) from e
    except Exception as e:
        traceback.print_exc()
        raise SystemExit(_fault("Lỗi của chương trình, không phải của người dùng; chi tiết ở trên.", 2)) from e
    raise SystemExit(code or 0)


def _fault(sentence: str, code: int) -> int:
    print(f"thidua: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
