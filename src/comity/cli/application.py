"""The commands, built from the verbs' signatures and docstrings."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import cyclopts
from cyclopts import App, Group, Parameter

from comity.cli.show import Screen
from comity.diagnostics import ComityError, StudyError
from comity.outcome import Answer, Outcome
from comity.version import VERSION

VERBS: dict[str, str] = {
    "audit": "comity.verbs.audit:audit",
    "demo": "comity.verbs.demo:demo",
    "new": "comity.verbs.new:new",
    "add": "comity.verbs.add:add",
    "code": "comity.verbs.code:code",
    "ledger": "comity.verbs.ledger:ledger",
    "measure": "comity.verbs.measure:measure",
    "cases": "comity.verbs.cases:cases",
    "check": "comity.verbs.check:check",
    "sensitivity": "comity.verbs.sensitivity:sensitivity",
    "reuse": "comity.verbs.reuse:reuse",
    "report": "comity.verbs.report:report",
    "agree": "comity.verbs.agree:agree",
    "show": "comity.verbs.show:show",
    "network": "comity.verbs.network:network",
    "qca": "comity.verbs.qca:qca",
}
CODEBOOK_VERBS: dict[str, str] = {
    "show": "comity.verbs.codebook:show",
    "check": "comity.verbs.codebook:check",
    "test": "comity.verbs.codebook:test",
    "diff": "comity.verbs.codebook_diff:diff",
    "suggest": "comity.verbs.codebook_suggest:suggest",
}
SUMMARY = """Is it a partnership? Measures what an arrangement says, how it is built, what it does to whom."""
EPILOGUE = """comity COMMAND --help says more, with examples.
--json prints one JSON object instead of tables, --quiet nothing but problems and paths; both go with every command.
Exit codes: 0 fine, 1 a check failed, 2 wrong use or bad input."""

_STANDARD_INPUT = "./-"  # the same path, which the parser does not take for an option
_GLOBAL = Group("Everywhere", sort_key=99)


def _short(field: Any, taken: frozenset[str]) -> tuple[str, ...]:
    return ("-o",) if "output" in field.names and "-o" not in taken else ()


def _default(value: object) -> str | None:
    return None if value in ((), None, False) else str(value)


_OPTIONS = Parameter(negative=(), short_alias=_short, show_default=_default)


def application(first: str | None = None) -> App:
    """The application with all commands, those in the order of work.

    Only the command named `first` is imported now, all of them where none is named; the others when asked for.
    """
    app = App(
        name="comity",
        help=SUMMARY,
        help_epilogue=EPILOGUE,
        version=VERSION,
        version_flags=["--version", "-V"],
        help_format="plaintext",
        default_parameter=_OPTIONS,
        result_action="return_value",
    )
    for number, (name, target) in enumerate(VERBS.items()):
        _register(app, name, target, number, now=first in (None, name))
    codebook = App(
        name="codebook",
        help="Show, check, test, compare and widen codebooks.",
        sort_key=len(VERBS),
        help_epilogue="",
    )
    for number, (name, target) in enumerate(CODEBOOK_VERBS.items()):
        _register(codebook, name, target, number, now=first in (None, "codebook"))
    app.command(codebook)
    app.register_install_completion_command(name="--install-completion")
    return app


def _register(app: App, name: str, target: str, number: int, *, now: bool) -> None:
    if not now:
        app.command(target, name=name, sort_key=number)
        return
    module, function = target.split(":")
    verb = getattr(importlib.import_module(module), function)
    app.command(verb, name=name, sort_key=number, help_epilogue=_examples(verb))


def _examples(verb: Callable[..., object]) -> str:
    """The examples of a verb's docstring, which a help page ends with."""
    text = inspect.getdoc(verb) or ""
    _, _, after = text.partition("Examples\n--------\n")
    return (
        "Examples:\n" + "\n".join(f"  {line}" for line in after.partition("\n\n")[0].splitlines())
        if after
        else ""
    )


def run(arguments: Sequence[str]) -> int:
    """Parse, run, show; every mistake of a user's is a sentence and exit code 2."""
    first = next((a for a in arguments if not a.startswith("-")), None)
    app = application(first)
    code = 0

    @app.meta.default
    def launch(
        *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
        json: Annotated[
            bool, Parameter(group=_GLOBAL, negative=(), help="Print one JSON object instead of tables.")
        ] = False,
        quiet: Annotated[
            bool,
            Parameter(alias="-q", group=_GLOBAL, negative=(), help="Print nothing but problems and paths."),
        ] = False,
    ) -> None:
        nonlocal code
        code = _perform(app, list(tokens), Screen(json=json, quiet=quiet))

    try:
        app.meta(list(arguments), exit_on_error=False, print_error=True, result_action="return_value")
    except cyclopts.CycloptsError:
        return 2
    return code


def _perform(app: App, tokens: list[str], screen: Screen) -> int:
    try:
        call, bound, _ = app.parse_args(
            [_STANDARD_INPUT if token == "-" else token for token in tokens]  # noqa: S105, exit_on_error=False, print_error=True
        )
        with screen.progress():
            result: object = call(*bound.args, **bound.kwargs)
    except StudyError as error:
        return screen.refuse(error.diagnostics)
    except ComityError as error:
        return screen.complain(str(error))
    except KeyboardInterrupt:
        screen.say("Stopped. What was finished is kept; the next run goes on from there.")
        return 130
    if isinstance(result, Answer):
        result = result.outcome()
    if isinstance(result, Outcome):
        screen.show(result)
        return result.exit_code
    return 0


def help_page() -> str:
    """What `comity --help` prints, 80 columns wide; kept in help.txt."""
    import io

    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=80, force_terminal=False, no_color=True, legacy_windows=False)
    application().help_print([], console=console)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


if __name__ == "__main__":
    sys.stdout.write(help_page())
