"""Files of Discourse Network Analyzer (``.dna``, version 3: an SQLite database), read and never written.

Lost on the way: colours, patterns for highlighting, entity attributes, links between variables, coders' permissions and
passwords.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import polars as pl

from comity.diagnostics import Diagnostic, StudyError, UsageError, did_you_mean
from comity.measures.networks.statements import PLACE, Kind, Statements

_KINDS: dict[str, Kind] = {"short text": "text", "boolean": "boolean", "integer": "integer"}
_NEEDED = {
    "CODERS", "DATABOOLEAN", "DATAINTEGER", "DATASHORTTEXT", "DOCUMENTS", "ENTITIES", "STATEMENTS",
    "STATEMENTTYPES", "VARIABLES",
}  # fmt: skip
_FIELDS = (
    "title",
    "author",
    "source",
    "section",
    "type",
)  # of the document; a variable of the same name comes first

_STATEMENTS = """
select s.ID as row, s.DocumentId as document, c.Name as coder, d.Date as time, s.Start as start, s.Stop as end,
       d.Title as title, d.Author as author, d.Source as source, d.Section as section, d.Type as type
from STATEMENTS s join DOCUMENTS d on d.ID = s.DocumentId left join CODERS c on c.ID = s.Coder
where s.StatementTypeId = ? order by d.Date, s.ID
"""
_VALUES = """
select v.StatementId as row, v.VariableId as variable, e.Value as text, null as number
from DATASHORTTEXT v join ENTITIES e on e.ID = v.Entity
union all select StatementId, VariableId, null, Value from DATABOOLEAN
union all select StatementId, VariableId, null, Value from DATAINTEGER
"""


def is_dna(path: Path) -> bool:
    """Whether a path is taken for such a file: by its ending.

    >>> is_dna(Path("sample.dna")), is_dna(Path("my-study"))
    (True, False)
    """
    return path.suffix.casefold() == ".dna"


def statements(path: Path, *, statement_type: str = "DNA Statement") -> Statements:
    """The statements of one type, with their variables and the fields of their documents (title, author, source …).

    An empty entry is a missing value. A statement has the date of its document.

    Raises: StudyError for a file that cannot be read, UsageError for a type of statement that it does not have.
    """
    with closing(_opened(path)) as database:
        number = _type(database, statement_type)
        frame = _frame(database, _STATEMENTS, (number,))
        frame = frame.with_columns(pl.Series("quote", _quotes(database, frame), pl.String))
        values = _frame(database, _VALUES, ())
        names = "select ID, Variable, DataType from VARIABLES where StatementTypeId = ? order by ID"
        variables = database.execute(names, (number,)).fetchall()
    kinds = {name: _KINDS[kind] for _, name, kind in variables if kind in _KINDS}
    placed = frame.with_columns(
        pl.lit("statements").alias("table"),
        pl.from_epoch("time", time_unit="s").cast(PLACE["time"]),
        *(pl.col(name).cast(pl.String).replace("", None) for name in _FIELDS),
    )
    for identity, name, _ in [v for v in variables if v[1] in kinds]:
        placed = placed.drop(name, strict=False).join(
            _column(values, identity, name, kinds[name]), on="row", how="left", maintain_order="left"
        )
    fields: Mapping[str, Kind] = {name: "text" for name in ("document", *_FIELDS) if name not in kinds}
    made = placed.with_columns(pl.col(name).cast(kind) for name, kind in PLACE.items())
    return Statements(
        made.select(*PLACE, *(n for n in (*kinds, *fields) if n not in PLACE)), {**kinds, **fields}
    )


def _opened(path: Path) -> sqlite3.Connection:
    """The database, in a mode that cannot write; journals beside it are left alone."""
    if not path.is_file():
        raise StudyError([Diagnostic("no-such-file", str(path), "is not there.", "Check the path.")])
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        held = {
            name.upper()
            for (name,) in database.execute("select name from sqlite_master where type = 'table'")
        }
    except sqlite3.DatabaseError as error:
        database.close()
        problem = f"is no file of Discourse Network Analyzer ({error})."
        raise StudyError(
            [Diagnostic("not-a-dna-file", str(path), problem, "Save it anew from DNA 3.")]
        ) from error
    if held >= _NEEDED:
        return database
    database.close()
    missing = ", ".join(sorted(_NEEDED - held))
    problem = f"has not the tables of DNA 3: {missing} missing."
    fix = "Files of DNA 2 are converted by opening them in DNA 3."
    raise StudyError([Diagnostic("not-a-dna-file", str(path), problem, fix)])


def _quotes(database: sqlite3.Connection, frame: pl.DataFrame) -> list[str]:
    """The words of each statement; offsets count units of UTF-16, as Java does."""
    texts = dict(database.execute("select ID, Text from DOCUMENTS"))
    units = {key: text.encode("utf-16-le") for key, text in texts.items()}
    places = frame.select("document", "start", "end").iter_rows()
    return [units[d][2 * start : 2 * end].decode("utf-16-le", "replace") for d, start, end in places]


def _type(database: sqlite3.Connection, label: str) -> int:
    known = {name: int(number) for number, name in database.execute("select ID, Label from STATEMENTTYPES")}
    if label not in known:
        raise UsageError(f"There is no statement type {label!r}. {did_you_mean(label, known)}")
    return known[label]


def _frame(database: sqlite3.Connection, query: str, values: tuple[object, ...]) -> pl.DataFrame:
    cursor = database.execute(query, values)
    names = [name for name, *_ in cursor.description]
    return pl.DataFrame(cursor.fetchall(), schema=names, orient="row", infer_schema_length=None)


def _column(values: pl.DataFrame, variable: int, name: str, kind: Kind) -> pl.DataFrame:
    """The row and the variable's value, which is null where its entry is empty."""
    own = values.filter(pl.col("variable") == variable)
    value = (
        pl.col("number").cast(pl.Int64)
        if kind != "text"
        else pl.col("text").cast(pl.String).replace("", None)
    )
    return own.select("row", value.alias(name))
