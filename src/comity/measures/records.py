"""The words behind a row of the registry: one sentence per row, made from its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

Row = Mapping[str, Any]


def of(rows: Sequence[str], registry: Mapping[str, pl.DataFrame]) -> Iterator[dict[str, object]]:
    """For each row of the registry asked for (``roles/ID``) what QUOTES takes: sentence, source, arrangement."""
    names = _names(registry)
    wanted = pl.Series(list(rows), dtype=pl.String)
    for table, frame in registry.items():
        asked = frame.filter(pl.col("row").is_in(wanted.implode())).unique("row", maintain_order=True)
        for row in asked.iter_rows(named=True):
            yield {
                "row": row["row"],
                "document": names.get(row["document"], row["document"]),
                "kind": "record",
                "before": "",
                "quote": sentence(table, row, names),
                "after": _doubts(row),
                "locator": row["source"],
            }


def sentence(table: str, row: Row, names: Mapping[str, str]) -> str:
    """A row as a sentence: *Portuguese Presidency: selector of a partnership*."""
    said = {k: names.get(v, v) if isinstance(v, str) else v for k, v in row.items()}
    return _SENTENCES[table](row, said)


def _names(registry: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """Name by id of actors and arrangements."""
    both = (registry[t].select("id", "name").iter_rows() for t in ("actors", "arrangements"))
    return {identity: name for rows in both for identity, name in rows}


def _doubts(row: Row) -> str:
    told = []
    if row.get("inference"):
        told.append("The researcher's inference.")
    if row.get("confidence") is not None:
        told.append(f"Confidence {row['confidence']:g}.")
    if row.get("note"):
        told.append(str(row["note"]))
    return " " + " ".join(told) if told else ""


def _when(row: Row, *columns: str) -> str:
    dates = [str(row[c]) for c in columns if row.get(c)]
    return f" ({' – '.join(dates)})" if dates else ""


def _actor(row: Row, _said: Row) -> str:
    return ", ".join(str(row[c]) for c in ("name", "kind", "sector", "level") if row[c]) + "."


def _arrangement(row: Row, _said: Row) -> str:
    return (
        ", ".join(str(row[c]) for c in ("name", "legal_form", "layer") if row[c])
        + _when(row, "start", "end")
        + "."
    )


def _role(row: Row, said: Row) -> str:
    return f"{said['actor']}: {row['role']} of {said['arrangement']}{_when(row, 'start', 'end')}."


def _provision(row: Row, said: Row) -> str:
    parts = [
        row["pillar"],
        row["force"] and f"force {row['force']}",
        row["bearer"] and f"borne by {said['bearer']}",
        row["target"] and f"to make {said['target']} act",
    ]
    parts += [row["beneficiary"] and f"for {' and '.join(row['beneficiary'])}"]
    parts += [row["proposed_by"] and f"proposed by {said['proposed_by']}", row["fate"], row["novelty"]]
    told = [f"{row['text'].rstrip('.')} ({'; '.join(str(p) for p in parts if p)}){_when(row, 'date')}."]
    if row["exchange_for"]:
        told.append(
            f"In exchange for {row['exchange_for']}{', ' + row['timing'] + ' it' if row['timing'] else ''}."
        )
    return " ".join(told)


def _transfer(row: Row, said: Row) -> str:
    amount = f", {row['amount']:g} {row['unit'] or ''}".rstrip() if row["amount"] is not None else ""
    return (
        f"{row['kind'].capitalize()} from {said['giver']} to {said['receiver']}{amount}{_when(row, 'date')}."
    )


def _event(row: Row, said: Row) -> str:
    other = f" ({said['other']})" if row["other"] else ""
    return f"{said['actor']}: {row['event']}{other}. {row['text'].rstrip('.')}{_when(row, 'date')}."


def _funding(row: Row, said: Row) -> str:
    share = f" {row['share']:.0%}" if row["share"] is not None else ""
    amount = f" {row['amount']:,.0f} {row['unit'] or ''}".rstrip() if row["amount"] is not None else ""
    unknown = "" if share or amount else " an unknown amount"
    funder = said["funder"] or "somebody not named"
    return f"Paid by {funder}:{share}{amount}{unknown} for {said['arrangement']}{_when(row, 'date')}."


def _link(row: Row, said: Row) -> str:
    return f"{said['from']} – {row['kind']} – {said['to']}{_when(row, 'date')}."


def _candidate(row: Row, said: Row) -> str:
    parts = [
        row["framework"],
        "; ".join(row["prior_commitments"] or ()),
        row["interest"] and f"interest {row['interest']}",
    ]
    told = "; ".join(str(p) for p in parts if p)
    return f"{said['actor']}, candidate for {said['arrangement']}: {row['outcome']}{'; ' + told if told else ''}."


def _attribute(row: Row, said: Row) -> str:
    return f"{said['actor']}: {row['attribute']} {row['value']:g} {row['unit']}{_when(row, 'date')}."


_SENTENCES: Mapping[str, Callable[[Row, Row], str]] = {
    "actors": _actor,
    "arrangements": _arrangement,
    "roles": _role,
    "provisions": _provision,
    "transfers": _transfer,
    "events": _event,
    "funding": _funding,
    "links": _link,
    "candidates": _candidate,
    "attributes": _attribute,
}
