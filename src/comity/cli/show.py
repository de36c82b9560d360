"""The only place that prints: outcomes for people, or as JSON; progress; complaints."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from comity.diagnostics import Diagnostic
from comity.progress import shown_by

if TYPE_CHECKING:
    from comity.outcome import Outcome, Section


_UNBOUNDED = 4000


class Screen:
    """Standard output for what was asked, standard error for everything else; colour on a terminal alone."""

    def __init__(self, *, json: bool = False, quiet: bool = False) -> None:
        self.json, self.quiet = json, quiet
        self.out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        self.aside = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())

    def show(self, outcome: Outcome) -> None:
        """Print what a verb gave: JSON alone, paths alone, or everything."""
        if self.json:
            # In one piece: writing it bit by bit takes the slow encoder.
            text = json.dumps(outcome.as_json(), ensure_ascii=False, allow_nan=False, default=str)
            sys.stdout.write(f"{text}\n")
            return
        self._diagnose(outcome.diagnostics)
        if outcome.stream is not None:
            sys.stdout.write(outcome.stream)
            return
        if not self.quiet:
            for line in outcome.summary:
                self.out.print(Text(line))
            for section in outcome.sections:
                self._section(section)
            if outcome.written:
                self.out.print()
        for path in outcome.written:
            self.out.print(
                Text(str(path) if self.quiet else f"Written: {path}", style="" if self.quiet else "bold")
            )

    def refuse(self, diagnostics: Sequence[Diagnostic]) -> int:
        """Say all that is wrong with the input; exit code 2."""
        if self.json:
            from comity.outcome import diagnostic_row

            json.dump(
                {"diagnostics": [diagnostic_row(d) for d in diagnostics], "exit_code": 2},
                sys.stdout,
                ensure_ascii=False,
            )
            sys.stdout.write("\n")
        else:
            self._diagnose(diagnostics)
        return 2

    def complain(self, sentence: str) -> int:
        """Say what cannot be done; exit code 2."""
        return self.refuse([Diagnostic("usage", "comity", sentence)])

    def say(self, sentence: str) -> None:
        """A word aside."""
        self.aside.print(Text(sentence))

    @contextmanager
    def progress(self) -> Iterator[None]:
        """Show progress of what takes longer than a second, on a terminal."""
        if self.json or self.quiet or not self.aside.is_terminal:
            yield
            return
        bar = _Bar(self.aside)
        try:
            with shown_by(bar):
                yield
        finally:
            bar.close()

    def _diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        for d in diagnostics:
            word, style = ("error", "bold red") if d.severity == "error" else ("warning", "yellow")
            self.aside.print(Text.assemble((f"{word}: ", style), str(d)))
        errors = sum(d.severity == "error" for d in diagnostics)
        if errors > 1:
            self.aside.print(Text(f"{errors} problems."))

    def _section(self, section: Section) -> None:
        self.out.print()
        self.out.print(Text(section.title, style="bold"))
        if section.rows:
            grid = Grid(
                box=None,
                show_header=bool(section.columns),
                pad_edge=False,
                padding=(0, 2, 0, 0),
                header_style="dim",
            )
            count = max(len(row) for row in section.rows)
            for i in range(count):
                title = section.columns[i] if i < len(section.columns) else ""
                last = i == count - 1
                grid.add_column(
                    title,
                    justify="right" if i in section.numbers else "left",
                    no_wrap=not last,
                    overflow="fold" if last else "ellipsis",
                    ratio=1 if last and self.out.is_terminal else None,
                )
            for row in section.rows:
                grid.add_row(*(Text(cell) for cell in row))
            self._print(grid)
        if section.remark:
            self.out.print(Text(section.remark, style="dim"))

    def _print(self, grid: Grid) -> None:
        """A grid in the width of the terminal; one row a line, however long, where nobody's terminal is in the way."""
        if self.out.is_terminal:
            self.out.print(grid)
            return
        whole = Console(file=io.StringIO(), width=_UNBOUNDED, highlight=False)
        with whole.capture() as made:
            whole.print(grid)
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in made.get().splitlines()))


class _Bar:
    """Progress with an estimate; nothing is drawn in the first second."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._bar: Any = None
        self._task: Any = None
        self._since = 0.0
        self._label, self._total, self._done = "", 0, 0

    def start(self, label: str, total: int) -> None:
        import time

        self._label, self._total, self._done, self._since = label, total, 0, time.monotonic()

    def advance(self, units: int) -> None:
        import time

        self._done += units
        if self._bar is None and time.monotonic() - self._since > 1:
            self._open()
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done)

    def end(self) -> None:
        self.close()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _open(self) -> None:
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=self.console,
            transient=True,
        )
        self._task = self._bar.add_task(self._label, total=self._total, completed=self._done)
        self._bar.start()
