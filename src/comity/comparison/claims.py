"""C4: what the record says of the study's claims.

A claim that nothing could contradict is no finding, so it is refused before anything is computed, together
with those that name what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from comity.comparison.tables import VERDICTS
from comity.diagnostics import Diagnostic, did_you_mean
from comity.measures.counted import ordered
from comity.measures.figures import Figures
from comity.measures.intervals import FEWEST_DOCUMENTS
from comity.measures.measure import CATALOGUE, Measure, Quantity
from comity.measures.tables import STATUSES
from comity.study.claims import FILE, Claim, Expectation

FiguresOf = Callable[[str, Sequence[str]], Figures]
EXHAUSTIVE = ({"present", "weak", "absent"}, {"break", "no break"})
"""Categories that leave no other answer; "unknown" is none, it leaves a claim undecided."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    verdict: str
    why: str


def asked(claims: Iterable[Claim]) -> list[tuple[str, tuple[str, ...]]]:
    """The measures and groupings whose figures the claims are about, each once."""
    places = [(c.measure, c.where) for c in claims]
    places += [(m, w) for m, _, w in (_other(c) for c in claims if c.expect.kind == "greater_than")]
    return list(dict.fromkeys((measure, _grouping(measure, where)) for measure, where in places))


def checked(claims: Iterable[Claim], known: Mapping[str, Collection[str]]) -> list[Diagnostic]:
    """All that is wrong with the claims; `known` gives the values that a grouping column may take."""
    return [told for claim in claims for told in _Check(claim, known).all()]


def verdicts(claims: Iterable[Claim], figures: FiguresOf) -> pl.DataFrame:
    """The verdict on each claim, in the order of the claims.

    *supported*: the whole interval lies where the claim expects it; *contradicted*: the whole interval lies
    elsewhere; *undecided*: the interval spans the threshold, there is too little evidence for an interval, or
    the figure's status is not "ok". In a comparison the two intervals must lie apart. That there is any at all
    (*above* the least that a figure can be) is contradicted where none is found in eight documents or more: no interval
    of a share ends at 0.
    Source: method C4.
    """
    return VERDICTS.frame([_judged(claim, figures) for claim in claims])


@dataclass(frozen=True, slots=True)
class _Check:
    claim: Claim
    known: Mapping[str, Collection[str]]

    def all(self) -> list[Diagnostic]:
        claim, expect = self.claim, self.claim.expect
        found = self._names(claim.measure, claim.quantity, claim.where, "")
        if expect.kind == "greater_than":
            measure, quantity, where = _other(claim)
            found += self._names(measure, quantity, expect.where, "greater_than.")
            if (measure, quantity, where) == (claim.measure, claim.quantity, dict(claim.where)):
                found.append(
                    self._told("cannot-hold", "expect.greater_than", "compares a figure with itself.")
                )
        card = CATALOGUE.all().get(claim.measure)
        quantity_card = _quantity(card, claim.quantity) if card else None
        return found if found or quantity_card is None else [*found, *self._cannot(quantity_card)]

    def _names(self, measure: str, quantity: str, where: Mapping[str, str], prefix: str) -> list[Diagnostic]:
        card = CATALOGUE.all().get(measure)
        if card is None:
            fix = did_you_mean(measure, CATALOGUE.all())
            return [
                self._told("unknown-measure", f"{prefix}measure", f"there is no measure {measure!r}.", fix)
            ]
        found = []
        if quantity and _quantity(card, quantity) is None:
            fix = did_you_mean(quantity, [q.name for q in card.quantities])
            told = f"{card.id} has no quantity {quantity!r}."
            found.append(self._told("unknown-quantity", f"{prefix}quantity", told, fix))
        for column, value in where.items():
            key = f"{prefix}where.{column}"
            if column not in (*card.by, *card.always):
                fix = did_you_mean(column, (*card.by, *card.always))
                found.append(
                    self._told("unknown-grouping", key, f"{card.id} has no grouping {column!r}.", fix)
                )
            elif column in self.known and value not in self.known[column]:
                fix = did_you_mean(value, self.known[column])
                found.append(self._told(f"unknown-{column}", key, f"there is no {column} {value!r}.", fix))
        return found

    def _cannot(self, quantity: Quantity) -> list[Diagnostic]:
        """A claim that no figure of that range could contradict, or none could support."""
        expect = self.claim.expect
        least, greatest = quantity.range
        most = float("inf") if greatest is None else greatest
        key, shown = (
            f"expect.{expect.kind}",
            f"{least:g} to {'any number' if greatest is None else f'{most:g}'}",
        )
        if expect.kind in ("category", "status"):
            return self._cannot_in_words(key)
        if expect.kind == "value":
            return self._cannot_in_value(quantity, most, key, shown)
        return self._cannot_in_sign(quantity, most, key, shown) if expect.kind == "sign" else []

    def _cannot_in_words(self, key: str) -> list[Diagnostic]:
        expect = self.claim.expect
        every = [*EXHAUSTIVE, set(STATUSES)] if expect.kind == "category" else [set(STATUSES)]
        if any(answers <= set(expect.words) for answers in every):
            return [self._told("cannot-fail", key, "expects every answer that there is.", _REMEDY)]
        if expect.kind == "status" and (wrong := [w for w in expect.words if w not in STATUSES]):
            return [
                self._told(
                    "unknown-status",
                    key,
                    f"there is no status {wrong[0]!r}.",
                    did_you_mean(wrong[0], STATUSES),
                )
            ]
        return []

    def _cannot_in_value(self, quantity: Quantity, most: float, key: str, shown: str) -> list[Diagnostic]:
        expect, least = self.claim.expect, quantity.range[0]
        low = float("-inf") if expect.low is None else expect.low
        high = float("inf") if expect.high is None else expect.high
        if (low < least or (expect.high is not None and low <= least)) and high >= (
            most if expect.low is not None and expect.high is not None else most + 1e-12
        ):
            told = f"expects the whole range of {quantity.name} ({shown})."
            return [self._told("cannot-fail", key, told, _REMEDY)]
        if low >= most or high <= least:
            told = f"expects what {quantity.name} ({shown}) can never be."
            return [self._told("cannot-hold", key, told, "Look at the bound.")]
        return []

    def _cannot_in_sign(self, quantity: Quantity, most: float, key: str, shown: str) -> list[Diagnostic]:
        expect, least = self.claim.expect, quantity.range[0]
        positive = expect.words == ("positive",)
        if (positive and least > 0) or (not positive and most < 0):
            return [self._told("cannot-fail", key, f"{quantity.name} has no other sign.", _REMEDY)]
        if (positive and most <= 0) or (not positive and least >= 0):
            return [self._told("cannot-hold", key, f"{quantity.name} ({shown}) never has that sign.")]
        return []

    def _told(self, code: str, key: str, problem: str, fix: str = "") -> Diagnostic:
        places = self.claim.places
        line, column = (
            places.get(key) or places.get(key.partition(".")[0]) or places.get("id") or (None, None)
        )
        return Diagnostic(code, FILE, f"the claim {self.claim.id!r}: {problem}", fix, line, column)


_REMEDY = "Expect something that the record could contradict."


def _quantity(card: Measure, name: str) -> Quantity | None:
    return next((q for q in card.quantities if name in ("", q.name)), None)


def _other(claim: Claim) -> tuple[str, str, dict[str, str]]:
    """Measure, quantity and place of the figure that a claim compares its own with."""
    expect = claim.expect
    measure = expect.measure or claim.measure
    same = measure == claim.measure
    return measure, expect.quantity or (claim.quantity if same else ""), {**claim.where, **expect.where}


def _judged(claim: Claim, figures: FiguresOf) -> dict[str, object]:
    row, problem = _figure(claim.measure, claim.quantity, claim.where, figures)
    other: dict[str, object] | None = None
    if row is None:
        found = _Verdict("undecided", problem)
    elif claim.expect.kind == "greater_than":
        other, missing = _figure(*_other(claim), figures)
        found = _Verdict("undecided", missing) if other is None else _compared(row, other)
    else:
        found = _decided(row, claim.expect)
    quantity = _quantity(CATALOGUE.get(claim.measure), claim.quantity)
    shown = {k: (row or {}).get(k) for k in ("figure", "value", "low", "high", "category", "n", "status")}
    return {
        "claim": claim.id,
        "verdict": found.verdict,
        "text": claim.text,
        "section": claim.section or None,
        "inference": claim.inference,
        "measure": claim.measure,
        "quantity": quantity.name if quantity else claim.quantity,
        "other": other["figure"] if other else None,
        "expected": expected(claim),
        "why": found.why,
        **shown,
    }


def _grouping(measure: str, where: Mapping[str, str]) -> tuple[str, ...]:
    """What a figure at that place is grouped by."""
    return tuple(ordered([column for column in where if column not in CATALOGUE.get(measure).always]))


def _figure(
    measure: str, quantity: str, where: Mapping[str, str], figures: FiguresOf
) -> tuple[dict[str, object] | None, str]:
    """The one figure that a claim is about; or null, and why there is none."""
    card = CATALOGUE.get(measure)
    by = _grouping(measure, where)
    named = _quantity(card, quantity)
    frame = figures(measure, by).frame.filter(pl.col("quantity") == (named.name if named else quantity))
    for column, value in where.items():
        frame = frame.filter(pl.col(column).cast(pl.String) == value)
    if frame.height == 1:
        return frame.row(0, named=True), ""
    place = ", ".join(f"{k} {v}" for k, v in where.items()) or "the whole study"
    if not frame.height:
        return None, f"{measure} has no figure for {place}: the record says nothing of it."
    return None, f"{measure} has {frame.height} figures for {place}; the claim does not say which."


def _decided(row: Mapping[str, object], expect: Expectation) -> _Verdict:
    status, name = str(row["status"]), str(row["figure"])
    if expect.kind == "status":
        fits = status in expect.words
        return _Verdict("supported" if fits else "contradicted", f"{name} has the status {status!r}.")
    if status != "ok":
        return _Verdict("undecided", f"{name} has the status {status!r}{_note(row)}.")
    return _in_a_word(row, expect) if expect.kind == "category" else _in_numbers(row, expect)


def _in_a_word(row: Mapping[str, object], expect: Expectation) -> _Verdict:
    answer, name = row["category"], row["figure"]
    if answer in (None, "unknown"):
        return _Verdict("undecided", f"{name} gives no answer in a word.")
    fits = answer in expect.words
    return _Verdict("supported" if fits else "contradicted", f"{name} is {answer}.")


def _in_numbers(row: Mapping[str, object], expect: Expectation) -> _Verdict:
    low, high = expect.low, expect.high
    if expect.kind == "sign":
        low, high = (0.0, None) if expect.words == ("positive",) else (None, 0.0)
    ends = _interval(row)
    if ends is None:
        return _Verdict("undecided", _too_little(row))
    strict = (low is None) != (high is None)
    if strict and low is not None and _is_none_found(row, low):
        return _Verdict(
            "contradicted", f"{row['figure']} is {low:g}: none is found in {row['documents']} documents."
        )
    return _against(ends, low, high, strict=strict, shown=_shown(row))


def _is_none_found(row: Mapping[str, object], low: float) -> bool:
    """Whether it is asked if there is any at all, and enough was counted to say that there is none."""
    quantity = _quantity(CATALOGUE.get(str(row["measure"])), str(row["quantity"]))
    documents = row["documents"]
    asked = quantity is not None and quantity.range[0] == low == row["value"]
    return asked and isinstance(documents, int) and documents >= FEWEST_DOCUMENTS


def _against(
    ends: tuple[float, float], low: float | None, high: float | None, *, strict: bool, shown: str
) -> _Verdict:
    least, most = ends
    over = low is None or (least > low if strict else least >= low)
    under = high is None or (most < high if strict else most <= high)
    if over and under:
        return _Verdict("supported", f"{shown} lies wholly where the claim expects it.")
    below = low is not None and (most <= low if strict else most < low)
    above = high is not None and (least >= high if strict else least > high)
    if below or above:
        return _Verdict(
            "contradicted", f"{shown} lies wholly {'below' if below else 'above'} what is expected."
        )
    return _Verdict("undecided", f"{shown} spans the threshold.")


def _compared(row: Mapping[str, object], other: Mapping[str, object]) -> _Verdict:
    for one in (row, other):
        if one["status"] != "ok":
            return _Verdict(
                "undecided", f"{one['figure']} has the status {str(one['status'])!r}{_note(one)}."
            )
    own, second = _interval(row), _interval(other)
    if own is None or second is None:
        return _Verdict("undecided", _too_little(row if own is None else other))
    pair = f"{_shown(row)} against {_shown(other)}"
    if own[0] > second[1]:
        return _Verdict("supported", f"{pair}: the intervals lie apart.")
    if own[1] < second[0] or own == second == (own[0], own[0]):
        return _Verdict("contradicted", f"{pair}: the first is not the greater.")
    return _Verdict("undecided", f"{pair}: the intervals overlap.")


def _interval(row: Mapping[str, object]) -> tuple[float, float] | None:
    """The interval; of a count that has none, the count itself; null where there is too little for one."""
    low, high, value = row["low"], row["high"], row["value"]
    if isinstance(low, float) and isinstance(high, float):
        return low, high
    if not isinstance(value, float):
        return None
    quantity = _quantity(CATALOGUE.get(str(row["measure"])), str(row["quantity"]))
    counts = quantity is not None and quantity.range[1] is None
    documents = row["documents"]
    enough = isinstance(documents, int) and documents >= FEWEST_DOCUMENTS
    return (value, value) if counts or enough else None


def _too_little(row: Mapping[str, object]) -> str:
    sources = "1 source" if row["documents"] == 1 else f"{row['documents']} sources"
    return f"{row['figure']} stands on {sources}, too few for an interval{_note(row)}."


def _note(row: Mapping[str, object]) -> str:
    return f" ({row['note']})" if row["note"] else ""


def _shown(row: Mapping[str, object]) -> str:
    ends = f" [{row['low']:.3g}, {row['high']:.3g}]" if row["low"] is not None else ""
    return f"{row['figure']} = {row['value']:.3g}{ends}"


def expected(claim: Claim) -> str:
    """What a claim expects, in words."""
    expect = claim.expect
    if expect.kind == "greater_than":
        measure, quantity, where = _other(claim)
        place = ", ".join(f"{k} {v}" for k, v in where.items())
        return f"greater than {measure}{f'.{quantity}' if quantity else ''} ({place})"
    if expect.kind != "value":
        return f"{expect.kind}: {' or '.join(expect.words)}"
    if expect.low is None:
        return f"below {expect.high:g}"
    return f"above {expect.low:g}" if expect.high is None else f"between {expect.low:g} and {expect.high:g}"
