"""The table of reuse: each passage that stands, nearly word for word, in another text."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import polars as pl

from comity.coding.reuse.pairs import Worded, alike
from comity.dates import bounds
from comity.table import Column, Table

KINDS = ("borrowed", "boilerplate", "undirected")
FATES = ("retained", "altered", "dropped")
Rules = Mapping[str, float]
"""The rubric ``reuse`` of the study: least, retained, words, boilerplate (shipped/vocabularies/rubrics.yaml)."""

_TOO_FEW = 4  # documents: among fewer, what stands in most of them is no boilerplate

REUSE = Table(
    "reuse",
    "Passages that stand, nearly word for word, in another document; each once, with its nearest source.",
    (
        Column("row", "document#start-end of the passage", required=True),
        Column("document", "the document it stands in", required=True),
        Column("start", "its first character", kind="integer", required=True, dtype="UInt32"),
        Column("end", "character after its last", kind="integer", required=True, dtype="UInt32"),
        Column(
            "kind",
            "borrowed (from an earlier document), boilerplate (stands in most documents), undirected (the dates do "
            "not say which is the earlier)",
            kind="category",
            required=True,
            allowed=KINDS,
        ),
        Column("source", "the document it is borrowed from: the most alike, among those the earliest", required=True),
        Column("source_start", "first character there", kind="integer", required=True, dtype="UInt32"),
        Column("source_end", "character after the last there", kind="integer", required=True, dtype="UInt32"),
        Column("likeness", "2 x words in common order / words of both, 0 to 1", kind="number", required=True),
        Column("documents", "in how many documents it stands, its own among them", kind="integer", required=True),
    ),
    key=("row",),
)  # fmt: skip

SURVIVAL = Table(
    "survival",
    "What became, in a later text, of each passage of earlier ones (drafts, proposals).",
    (
        Column("row", "document#start-end of the earlier passage", required=True),
        Column("document", "the earlier document", required=True),
        Column("start", "its first character", kind="integer", required=True, dtype="UInt32"),
        Column("end", "character after its last", kind="integer", required=True, dtype="UInt32"),
        Column(
            "fate",
            "retained (nearly word for word), altered, dropped",
            kind="category",
            required=True,
            allowed=FATES,
        ),
        Column("in", "the later document where it stands; null where it was dropped"),
        Column("in_start", "first character there", kind="integer", dtype="UInt32"),
        Column("in_end", "character after the last there", kind="integer", dtype="UInt32"),
        Column("likeness", "2 x words in common order / words of both; null where dropped", kind="number"),
    ),
    key=("row",),
)


def reuse(
    passages: pl.DataFrame, whole: Worded, dates: Mapping[str, str | None], rules: Rules
) -> pl.DataFrame:
    """REUSE of some documents among themselves.

    `passages` (document, start, end) stand in the order of `whole`; `dates` are EDTF, by document. A document
    without a date lends and borrows nothing, but shares ("undirected").
    """
    found = _places(passages, whole, rules)
    if found.is_empty():
        return REUSE.empty()
    place = found["place"].to_numpy().astype(np.int64)
    digests = whole.digests()[place]
    _, first, text = np.unique(digests, return_index=True, return_inverse=True)
    found = found.with_columns(text=pl.Series(text, dtype=pl.Int64)).join(
        _days(dates), on="document", how="left", maintain_order="left"
    )
    single = whole.take(place[first])
    pairs = alike(single, single, least=rules["least"])
    same = np.arange(len(single))
    near = pl.DataFrame(
        {
            "text": np.concatenate([same, pairs.one]),
            "other": np.concatenate([same, pairs.other]),
            "likeness": np.concatenate([np.ones(len(same)), pairs.likeness]),
        }
    ).unique(["text", "other"], keep="first", maintain_order=True)
    held = _holders(found, near)
    return _kinds(found, near, held, rules, found["document"].n_unique())


def survival(
    earlier: tuple[pl.DataFrame, Worded], later: tuple[pl.DataFrame, Worded], rules: Rules
) -> pl.DataFrame:
    """SURVIVAL: what became of each passage of the earlier texts in the later ones.

    Both are passages (document, start, end) with their words, from one :func:`worded`.
    """
    ours, theirs = _places(*earlier, rules), _places(*later, rules)
    one, other = (
        words.take(kept["place"].to_numpy().astype(np.int64))
        for kept, (_, words) in ((ours, earlier), (theirs, later))
    )
    pairs = alike(one, other, least=min(rules["least"], rules["retained"]))
    best = pl.DataFrame({"number": pairs.one, "found": pairs.other, "likeness": pairs.likeness}).unique(
        "number", keep="first", maintain_order=True
    )
    where = theirs.with_row_index("found").select(
        pl.col("found").cast(pl.Int64),
        **{"in": "document", "in_start": "start", "in_end": "end"},
    )
    joined = (
        ours.with_row_index("number")
        .with_columns(pl.col("number").cast(pl.Int64))
        .join(best, on="number", how="left", maintain_order="left")
        .join(where, on="found", how="left", maintain_order="left")
    )
    fate = (
        pl.when(pl.col("likeness").is_null())
        .then(pl.lit("dropped"))
        .when(pl.col("likeness") >= rules["retained"])
        .then(pl.lit("retained"))
        .otherwise(pl.lit("altered"))
    )
    return SURVIVAL.conform(joined.with_columns(_row(), fate=fate)).sort("document", "start")


def survival_in(
    final: str, drafts: Collection[str], passages: pl.DataFrame, whole: Worded, rules: Rules
) -> pl.DataFrame:
    """SURVIVAL of some documents in another, all of them among `passages`, whose words are `whole`."""

    def taken(names: Collection[str]) -> tuple[pl.DataFrame, Worded]:
        wanted = passages["document"].is_in(list(names))
        return passages.filter(wanted), whole.take(np.flatnonzero(wanted.to_numpy()))

    return survival(taken(drafts), taken([final]), rules)


Step = tuple[str, str, str]


def changed(passage: str, source: str) -> list[Step]:
    """What was changed from the source to the passage, word by word: (same or changed, words there, words here).

    >>> changed("The Parties shall cooperate.", "The parties may cooperate fully")
    [('same', 'The parties', 'The Parties'), ('changed', 'may', 'shall'), ('same', 'cooperate', 'cooperate.'), \
('changed', 'fully', '')]
    """
    from rapidfuzz.distance import Indel

    there, here = source.split(), passage.split()
    steps: list[tuple[str, list[str], list[str]]] = []
    for step in Indel.opcodes([_plain(w) for w in there], [_plain(w) for w in here]):
        how = "same" if step.tag == "equal" else "changed"
        if not steps or steps[-1][0] != how:
            steps.append((how, [], []))
        steps[-1][1].extend(there[step.src_start : step.src_end])
        steps[-1][2].extend(here[step.dest_start : step.dest_end])
    return [(how, " ".join(gone), " ".join(come)) for how, gone, come in steps]


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum()) or word


def marked(passage: str, source: str) -> str:
    """The passage with what was changed from its source, as ``[-gone-]`` and ``{+come+}``."""
    said: list[str] = []
    for how, gone, come in changed(passage, source):
        if how == "same":
            said.append(come)
            continue
        said += [f"[-{gone}-]"] if gone else []
        said += [f"{{+{come}+}}"] if come else []
    return " ".join(said)


def _row() -> pl.Expr:
    return pl.format("{}#{}-{}", "document", "start", "end").alias("row")


def _places(passages: pl.DataFrame, whole: Worded, rules: Rules) -> pl.DataFrame:
    """The passages that are long enough, with their place among all."""
    placed = passages.select("document", "start", "end").with_row_index("place")
    return placed.filter(pl.Series(whole.lengths >= rules["words"]))


def _days(dates: Mapping[str, str | None]) -> pl.DataFrame:
    """document, first, last: the days in which the document may have been made; null where nobody knows."""
    rows = []
    for document, date in dates.items():
        first, last = bounds(date) or (None, None)
        rows.append((document, first, last))
    schema = {"document": pl.String, "first": pl.Date, "last": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _holders(found: pl.DataFrame, near: pl.DataFrame) -> pl.DataFrame:
    """text, documents: in how many documents a text, or one near it, stands."""
    where = found.select(pl.col("text").alias("other"), "document").unique()
    return near.join(where, on="other").group_by("text").agg(pl.col("document").n_unique().alias("documents"))


def _kinds(
    found: pl.DataFrame, near: pl.DataFrame, held: pl.DataFrame, rules: Rules, documents: int
) -> pl.DataFrame:
    """Each passage that stands in another document, with its nearest source."""
    by_age = ["last", "first", "document", "start"]
    sources = found.select(
        pl.col("text").alias("other"),
        *(pl.col(c).alias(f"source_{c}") for c in ("document", "start", "end", "first", "last")),
    ).sort([f"source_{c}" for c in by_age], nulls_last=True)
    # of each text the earliest place, and the earliest in another document than that: one of them is not one's own
    earliest = sources.group_by("other", "source_document", maintain_order=True).first()
    two = earliest.group_by("other", maintain_order=True).head(2)
    shared = held.filter(pl.col("documents") > 1)
    joined = (
        found.join(shared, on="text")
        .join(near, on="text")
        .join(two, on="other")
        .filter(pl.col("document") != pl.col("source_document"))
        .with_columns(earlier=(pl.col("source_last") < pl.col("first")).fill_null(value=False))
        .sort(
            ["earlier", "likeness", "source_last", "source_document", "source_start"],
            descending=[True, True, False, False, False],
            nulls_last=True,
        )
        .unique("place", keep="first", maintain_order=True)
    )
    surely_later = (pl.col("last") < pl.col("source_first")).fill_null(value=False)
    common = (pl.col("documents") > rules["boilerplate"] * documents) & (documents >= _TOO_FEW)
    kind = (
        pl.when(common)
        .then(pl.lit("boilerplate"))
        .when("earlier")
        .then(pl.lit("borrowed"))
        .otherwise(pl.lit("undirected"))
    )
    told = joined.with_columns(_row(), kind=kind, source=pl.col("source_document")).filter(
        (pl.col("kind") != "undirected") | ~surely_later
    )
    return REUSE.conform(told).sort("document", "start")


def borrowed(
    later: tuple[pl.DataFrame, Worded],
    earlier: tuple[pl.DataFrame, Worded],
    dates: Mapping[str, str | None],
    rules: Rules,
) -> pl.DataFrame:
    """REUSE of texts that are known to be later (a draft on the desk) in earlier ones, whatever their dates.

    Both are passages (document, start, end) with their words, from one :func:`worded`; `dates` are those of the
    earlier documents. ``documents`` counts the earlier documents that hold the passage.
    """
    ours, theirs = _places(*later, rules), _places(*earlier, rules)
    one, other = (
        words.take(kept["place"].to_numpy().astype(np.int64))
        for kept, (_, words) in ((ours, later), (theirs, earlier))
    )
    pairs = alike(one, other, least=rules["least"])
    where = theirs.join(_days(dates), on="document", how="left", maintain_order="left").select(
        pl.int_range(pl.len()).alias("found"), pl.all().exclude("place").name.prefix("source_")
    )
    found = (
        pl.DataFrame({"number": pairs.one, "found": pairs.other, "likeness": pairs.likeness})
        .join(where, on="found", maintain_order="left")
        .sort(
            ["number", "likeness", "source_last", "source_document", "source_start"],
            descending=[False, True, False, False, False],
            nulls_last=True,
        )
    )
    held = found.group_by("number").agg(pl.col("source_document").n_unique().alias("documents"))
    nearest = found.unique("number", keep="first", maintain_order=True).join(held, on="number")
    many = theirs["document"].n_unique()
    common = (pl.col("documents") > rules["boilerplate"] * many) & (many >= _TOO_FEW)
    told = ours.select(pl.int_range(pl.len()).alias("number"), pl.all()).join(nearest, on="number")
    kind = pl.when(common).then(pl.lit("boilerplate")).otherwise(pl.lit("borrowed"))
    return REUSE.conform(told.with_columns(_row(), kind=kind, source=pl.col("source_document"))).sort(
        "document", "start"
    )
