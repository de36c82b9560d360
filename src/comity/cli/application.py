"""The commands, built from the verbs' signatures and docstrings."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import cyclopts
from cyclopts import App, Group, Parameter

from comity import __version__
from comity.cli.show import Screen
from comity.diagnostics import ComityError, StudyError
from comity.outcome import Outcome

VERBS: dict[str, str] = {
    "audit": "comity.verbs.audit:audit",
    "demo": "comity.verbs.demo:demo",
    "new": "comity.verbs.new:new",
    "add": "comity.verbs.add:add",
    "code": "comity.verbs.code:code",
    "measure": "comity.verbs.measure:measure",
    "report": "comity.verbs.report:report",
    "show": "comity.verbs.show:show",
}
CODEBOOK_VERBS: dict[str, str] = {
    "show": "comity.verbs.codebook:show",
    "check": "comity.verbs.codebook:check",
    "test": "comity.verbs.codebook:test",
}
SUMMARY = """Is it a partnership? Measures what an arrangement says, how it is built, what it does to whom."""
EPILOGUE = "comity COMMAND --help says more, with examples. Exit codes: 0 fine, 1 a check failed, 2 wrong use or bad input."

_GLOBAL = Group("Everywhere", sort_key=99)
_OPTIONS = Parameter(negative=(), consume_multiple=False)


def application() -> App:
    """The application with all commands; the modules behind them are imported when they are called."""
    app = App(
        name="comity",
        help=SUMMARY,
        help_epilogue=EPILOGUE,
        version=__version__,
        version_flags=["--version", "-V"],
        help_format="plaintext",
        default_parameter=_OPTIONS,
        result_action="return_value",
    )
    for name, target in VERBS.items():
        app.command(target, name=name)
    codebook = App(name="codebook", help="Show, check and test a codebook.", default_parameter=_OPTIONS)
    for name, target in CODEBOOK_VERBS.items():
        codebook.command(target, name=name)
    app.command(codebook)
    app.register_install_completion_command(name="--install-completion")
    return app


def run(arguments: list[str]) -> int:
    """Parse, run, show; every mistake of a user's is a sentence and exit code 2."""
    app = application()
    code = 0

    @app.meta.default
    def launch(
        *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
        json: Annotated[bool, Parameter(group=_GLOBAL, negative=(), help="Print one JSON object instead of tables.")] = False,
        quiet: Annotated[
            bool, Parameter(alias="-q", group=_GLOBAL, negative=(), help="Print nothing but problems and paths.")
        ] = False,
    ) -> None:
        nonlocal code
        screen = Screen(json=json, quiet=quiet)
        code = _perform(app, list(tokens), screen)

    try:
        app.meta(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    except cyclopts.CycloptsError:
        return 2
    return code


def _perform(app: App, tokens: list[str], screen: Screen) -> int:
    try:
        call, bound, _ = app.parse_args(tokens, exit_on_error=False, print_error=True)
        with screen.progress():
            result: object = call(*bound.args, **bound.kwargs)
    except StudyError as error:
        return screen.refuse(error.diagnostics)
    except ComityError as error:
        return screen.complain(str(error))
    except KeyboardInterrupt:
        screen.say("Stopped. What was finished is kept; the next run goes on from there.")
        return 130
    if isinstance(result, Outcome):
        screen.show(replace(result, command=result.command))
        return result.exit_code
    return 0


Verb = Callable[..., Outcome]


def help_page() -> str:
    """What `comity --help` prints, as text 100 columns wide; kept in help.txt."""
    import io

    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=False, no_color=True, legacy_windows=False)
    application().help_print([], console=console)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


if __name__ == "__main__":
    sys.stdout.write(help_page())
