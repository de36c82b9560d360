"""comity network: who agrees with whom, on what, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.diagnostics import UsageError
from comity.outcome import Outcome, Section, StudyPlace

Quotes = Callable[[Sequence[str]], Mapping[str, str]]

if TYPE_CHECKING:
    import polars as pl

    from comity.measures.networks.moving import Networks
    from comity.measures.networks.network import Network
    from comity.measures.networks.polarisation import Camps
    from comity.measures.networks.statements import Statements

_SHOWN = 20
_QUOTE = 90


def network(
    study: StudyPlace = Path(),
    *,
    variable1: str = "organization",
    variable2: str = "concept",
    two_mode: bool = False,
    qualifier: str = "agreement",
    aggregation: str | None = None,
    normalization: str = "no",
    duplicates: str = "include",
    isolates: bool = False,
    start: str | None = None,
    stop: str | None = None,
    window: str | None = None,
    step: str | None = None,
    placement: str = "backward",
    exclude: Sequence[str] = (),
    only: Sequence[str] = (),
    coder: Sequence[str] = (),
    statement_type: str = "DNA Statement",
    tie: tuple[str, str] | None = None,
    csv: Path | None = None,
    graphml: Path | None = None,
) -> NetworkAnswer:
    """Draw up the discourse network of a study, or of a .dna file: who agrees with whom, on what, and when.

    The words are those of Discourse Network Analyzer, and so are the figures.

    Examples
    --------
    comity network sample.dna --normalization average --csv -
    comity network my-study --aggregation conflict --duplicates document
    comity network my-study --two-mode --aggregation combine --graphml network.graphml
    comity network sample.dna --variable1 concept --variable2 organization
    comity network my-study --window 365d --step 30d
    comity network sample.dna --tie "Sierra Club" "Senate"

    Parameters
    ----------
    study
        The folder of a study, or a file of Discourse Network Analyzer (.dna), which is only read.
    variable1
        What the nodes are. In a study: organization (actor), concept (code), side, context, layer, register, document.
    variable2
        What ties them; in a two-mode network, the columns.
    two_mode
        A network of variable1 x variable2 instead of variable1 x variable1.
    qualifier
        Whether a statement is for or against (agreement); none for a network without one.
    aggregation
        One-mode: congruence, conflict, subtract, ignore. Two-mode: subtract, combine, ignore. Congruence and subtract
        where it is left out.
    normalization
        One-mode: no, average, jaccard, cosine. Two-mode: no, activity, prominence.
    duplicates
        Count statements that say the same once per document, week, month, year or range; include counts all.
    isolates
        Keep nodes that say nothing here.
    start
        First day (2005-01-26).
    stop
        Last day.
    window
        A series of networks: 30d, 6 months, 100 events; or year, quarter, month, week of the calendar.
    step
        By how much a window moves; one unit where it is left out.
    placement
        The date a window is told under: backward (its end), centred, forward (its start). dna: windows as Discourse
        Network Analyzer cuts them, half the size to either side of a moment, both ends included.
    exclude
        Leave out statements with a value: "concept=Clean coal". May be given again.
    only
        Keep those with a value alone.
    coder
        Count the statements of this coder alone. May be given again.
    statement_type
        The type of statements in a .dna file.
    tie
        Also list the statements behind the tie of two nodes.
    csv
        Write the matrix (of a series, all ties) as CSV; - prints it.
    graphml
        Write the network as GraphML.
    """
    from comity.measures.networks.chosen import choose
    from comity.measures.networks.moving import Networks
    from comity.measures.networks.network import of_chosen
    from comity.measures.networks.settings import Asked
    from comity.measures.networks.windows import length, windows

    asked = Asked(
        variable1, variable2, None if qualifier in ("none", "") else qualifier, two_mode,
        aggregation or ("subtract" if two_mode else "congruence"), normalization, duplicates, isolates,
        _day(start, "start"), _day(stop, "stop", last=True), _pairs(exclude), _pairs(only), tuple(coder),
    )  # fmt: skip
    if window is None and (step is not None or placement != "backward"):
        raise UsageError("A step and a placement are those of a window. Add --window, as in --window 365d.")
    if window is not None and graphml is not None:
        raise UsageError(
            "GraphML holds one network. Leave out the window, or bound the time with --start and --stop."
        )
    source, quotes = _statements(study, statement_type)
    chosen = choose(source, asked, dated=window is not None)
    series = None
    if window is not None:
        moved = windows(
            chosen.frame["time"].to_numpy(), length(window), step=None if step is None else length(step),
            placement=placement, start=asked.start, stop=asked.stop,
        )  # fmt: skip
        series = Networks(asked, moved, chosen, chosen.notes)
    return NetworkAnswer(of_chosen(chosen, asked), series, source, quotes, tie, csv, graphml)


@dataclass(frozen=True)
class NetworkAnswer:
    """A network with what can be asked of it.

    ``network`` is the one over all the time, ``networks`` the series of windows (None where no window was asked for).
    """

    network: Network
    networks: Networks | None
    source: Statements
    quotes: Quotes | None = None
    tie: tuple[str, str] | None = None
    csv: Path | None = None
    graphml: Path | None = None

    @property
    def matrix(self) -> pl.DataFrame:
        """The matrix, labels of the rows in its first column; a series has one a window: ``networks[0].table()``."""
        return self.network.table()

    @cached_property
    def edges(self) -> pl.DataFrame:
        """The ties: from, to, weight; of a series with their window and its dates."""
        return self.network.edges if self.networks is None else self.networks.edges

    def evidence(self, one: str, other: str) -> pl.DataFrame:
        """The statements behind a tie: pairs of them in a one-mode network; with their words."""
        import polars as pl

        found = self.network.evidence(one, other)
        if self.quotes is None:
            return found
        ends = [name.removeprefix("row") for name in found.columns if name in ("row", "row_1", "row_2")]
        words = self.quotes(sorted({row for end in ends for row in found[f"row{end}"]}))
        return found.with_columns(
            pl.Series(f"quote{end}", [words.get(row) for row in found[f"row{end}"]], pl.String)
            for end in ends
        )

    @property
    def graph(self) -> Any:
        """The network as a networkx graph."""
        from comity.exchange.formats.graphml import graph

        return graph(self.network, self.communities)

    @cached_property
    def communities(self) -> dict[str, int]:
        """The community of each node that has ties (none of a two-mode network, and none by conflict)."""
        from comity.measures.networks.communities import communities

        asked = self.network.asked
        apart = asked.two_mode or asked.aggregation == "conflict"
        return {} if apart else communities(self.network.rows, self.network.matrix)

    @cached_property
    def camps(self) -> Camps | None:
        """The two camps that explain most conflict, and how much (None: two-mode, or without a qualifier)."""
        from comity.measures.networks.described import camps

        return camps(self.network)

    @cached_property
    def backbone(self) -> pl.DataFrame:
        """The concepts in the order in which the network can do without them."""
        from comity.measures.networks.backbone import backbone

        return backbone(self.network)

    @cached_property
    def windows(self) -> pl.DataFrame:
        """WINDOWS: each window with its size and polarisation; without windows no row."""
        from comity.measures.networks.described import windows
        from comity.measures.networks.tables import WINDOWS

        return WINDOWS.empty() if self.networks is None else windows(self.networks)

    @cached_property
    def nodes(self) -> pl.DataFrame:
        """NODES: each node with its statements, ties, community and camp."""
        from comity.measures.networks.described import nodes

        return nodes(self.network, self.communities, self.camps)

    def outcome(self) -> Outcome:
        """What a command line shows: the network in a few sentences, its ties, and files that were asked for."""
        from comity.exchange.formats import graphml, network_csv
        from comity.measures.networks.tables import PAIRS, TIES
        from comity.measures.networks.wording import summary
        from comity.store import write_atomically

        printed = self.csv is not None and str(self.csv) == "-"
        files = {
            self.csv: lambda: network_csv.text(self.network, self.networks),
            self.graphml: lambda: graphml.text(self.network, self.communities),
        }
        written = [Path(path) for path in files if path is not None and str(path) != "-"]
        for path in written:
            write_atomically(path, files[path]())
        tables = {"nodes": self.nodes, "ties": TIES.conform(self.edges), "windows": self.windows}
        if self.tie is not None:
            found = self.evidence(*self.tie)
            tables["pairs"] = PAIRS.conform(
                found
                if "row_1" in found.columns
                else found.rename(lambda name: f"{name}_1" if name != "about" else name)
            )
        return Outcome(
            "network",
            summary(self.network, self.camps),
            [section for section in _sections(self) if section.rows or section.remark],
            tables,
            written=written,
            stream=network_csv.text(self.network, self.networks) if printed else None,
        )

    def __repr__(self) -> str:
        return str(self.outcome())

    def _repr_html_(self) -> str:
        return self.outcome()._repr_html_()


def _day(text: str | None, name: str, *, last: bool = False) -> dt.datetime | None:
    """The first moment of a day, or its last."""
    if text is None:
        return None
    try:
        day = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{name} = {text!r} is no day. Write it as 2005-01-26.") from error
    return day + dt.timedelta(days=1, microseconds=-1) if last and len(text) <= len("2005-01-26") else day


def _pairs(texts: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """``concept=Clean coal`` as values by variable."""
    made: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f'{text!r} names no value. Write it as "concept=Clean coal".')
        made[name.strip()] = (*made.get(name.strip(), ()), value.strip())
    return made


def _statements(study: StudyPlace, statement_type: str) -> tuple[Statements, Quotes | None]:
    """The statements of a study or a .dna file, and where a study's words come from."""
    from comity.exchange.formats import dna

    if isinstance(study, str | Path) and dna.is_dna(Path(study)):
        return dna.statements(Path(study), statement_type=statement_type), None
    from comity.analysis import opened
    from comity.measures.networks.spoken import spoken

    analysis = opened(study)
    found = spoken(
        analysis.table("coded"),
        analysis.codebook,
        documents=analysis.table("documents"),
        statements=analysis.table("statements"),
    )
    return found, lambda rows: dict(analysis.quotes(rows).select("row", "quote").iter_rows())


def _sections(answer: NetworkAnswer) -> list[Section]:
    made = []
    if answer.networks is not None:
        made.append(_windows(answer.windows))
    else:
        edges = answer.edges.sort("weight", descending=True, maintain_order=True)
        rows = [[f"{weight:.4g}", one, other] for one, other, weight in edges.head(_SHOWN).iter_rows()]
        made.append(Section("Ties", rows, ("weight", "from", "to"), frozenset({0}), _more(len(edges))))
    groups: dict[int, list[str]] = {}
    for name, number in answer.communities.items():
        groups.setdefault(number, []).append(name)
    if len(groups) > 1:
        rows = [[str(number + 1), ", ".join(names)] for number, names in groups.items()]
        made.append(Section("Communities", rows, ("", "nodes")))
    if answer.tie is not None:
        made.append(_behind(answer, *answer.tie))
    return made


def _windows(windows: pl.DataFrame) -> Section:
    rows = [
        [
            f"{w['date']:%Y-%m-%d}", f"{w['statements']:,}", f"{w['nodes']:,}", f"{w['ties']:,}", f"{w['weight']:.4g}",
            "–" if w["polarisation"] is None else f"{w['polarisation']:.2f}",
        ]
        for w in windows.head(_SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    columns = ("date", "statements", "nodes", "ties", "weight", "polarisation")
    return Section("Windows", rows, columns, frozenset(range(1, 6)), _more(len(windows)))


def _more(number: int) -> str:
    return f"{number - _SHOWN:,} more; --csv or --json lists them." if number > _SHOWN else ""


def _behind(answer: NetworkAnswer, one: str, other: str) -> Section:
    """The statements behind a tie, pair by pair."""
    found = answer.evidence(one, other)
    ends = ("_1", "_2") if "row_1" in found.columns else ("",)
    rows = [
        [row["about"], *(f"{row[f'row{end}']}  “{_short(row[f'quote{end}'])}”" for end in ends)]
        for row in found.head(_SHOWN).iter_rows(named=True)
    ]
    return Section(
        f"{one} – {other}",
        rows,
        ("about", "statement", "statement")[: len(ends) + 1],
        remark=_more(len(found)),
    )


def _short(quote: str | None) -> str:
    words = " ".join((quote or "").split())
    return words if len(words) <= _QUOTE else words[: _QUOTE - 1].rsplit(" ", 1)[0] + " …"
