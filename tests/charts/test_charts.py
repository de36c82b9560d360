"""Charts: plain specifications whose marks link, speak, and stay apart for everybody's eyes."""

from __future__ import annotations

import itertools
import json
import re

import numpy as np
import polars as pl
import pytest

from comity.charts import Look, chart_of
from comity.charts.chart import CATALOGUE
from comity.charts.happenings import Happening
from comity.charts.svg import svg_of
from comity.charts.theme import HUES, SHAPES, link, number, said
from comity.measures.tables import FIGURES

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def figures(*rows: dict[str, object]) -> pl.DataFrame:
    common = {
        "n": 3,
        "documents": 2,
        "read": 5,
        "status": "ok",
        "unit": "affirming passages per 1,000 passages",
        "quantity": "per_thousand",
    }
    made = [
        {"figure": f"{r['measure']}/{r.get('context')}/{r.get('code')}/{r.get('year') or ''}", **common, **r}
        for r in rows
    ]
    return FIGURES.frame(made)


TWO = figures(
    {"measure": "D2", "context": "eu", "code": "security", "value": 12.0, "low": 8.0, "high": 17.0},
    {"measure": "D2", "context": "eu", "code": "mobility", "status": "no evidence", "n": 0, "documents": 0},
)
YEARS = figures(
    *(
        {
            "measure": "D3",
            "quantity": "share",
            "context": "eu",
            "code": c,
            "year": y,
            "value": v,
            "unit": "share of the framed passages",
        }
        for c, y, v in (
            ("security", 2000, 0.2),
            ("security", 2001, 0.8),
            ("mobility", 2000, 0.8),
            ("mobility", 2001, 0.2),
        )
    ),
    {
        "measure": "D3",
        "quantity": "break",
        "context": "eu",
        "year": 2001,
        "value": 0.9,
        "category": "break",
        "unit": "share of replicates",
    },
)


def test_a_specification_is_plain_data() -> None:
    spec = chart_of("D2", TWO, title="Prevalence")
    assert json.loads(json.dumps(spec)) == spec
    assert spec["description"] == "Prevalence"


def test_every_figure_of_the_chart_is_a_link_that_says_itself() -> None:
    svg = svg_of(chart_of("D2", TWO, title="Prevalence"), name="c")
    links = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', svg))
    assert links["#D2/eu/security/"] == "Security, Eu: 12, interval 8.0 to 17, 3 counted in 2 documents"
    assert links["#D2/eu/mobility/"] == "Mobility, Eu: no evidence, 0 counted in 0 documents"


def test_no_evidence_is_a_word_and_not_a_dot_at_zero() -> None:
    rows = chart_of("D2", TWO, title="")["data"]["values"]
    silent = next(r for r in rows if r["label"] == "Mobility")
    assert (silent["value"], silent["text"]) == (None, "no evidence")


def test_a_chart_points_nowhere_outside_the_page() -> None:
    for measure, frame in (("D2", TWO), ("D3", YEARS)):
        svg = svg_of(chart_of(measure, frame, title="t"), name="c")
        assert set(re.findall(r'https?://[^"\s]+', svg)) <= {"http://www.w3.org/2000/svg"}


def test_drift_marks_every_year_of_every_frame_and_the_break() -> None:
    svg = svg_of(chart_of("D3", YEARS, title="Drift"), name="c")
    assert len(re.findall(r"<a href", svg)) == 5
    assert "2001 (90%)" in svg


def test_codes_stand_in_the_order_of_the_codebook() -> None:
    look = Look(groups={"mobility": "Counter-frames", "security": "Counter-frames"})
    rows = chart_of("D2", TWO, title="", look=look)["data"]["values"]
    assert [r["label"] for r in rows] == ["Mobility", "Security"]


def test_a_measure_without_a_chart_of_its_own_is_drawn_as_dots() -> None:
    assert "<svg" in svg_of(chart_of("X9", TWO.with_columns(measure=pl.lit("X9")), title="t"), name="c")


def test_markup_in_a_label_stays_text() -> None:
    svg = svg_of(chart_of("D2", TWO, title="t", look=Look(labels={"security": '<b>&"x"</b>'})), name="c")
    assert "<b>" not in svg


def test_a_chart_is_the_same_whatever_the_order_of_its_rows() -> None:
    assert chart_of("D2", TWO.reverse(), title="t") == chart_of("D2", TWO, title="t")


def test_the_kinds_of_chart() -> None:
    assert {k: c.measures for k, c in CATALOGUE.all().items()} == {
        "dots": ("D2", "D5"),
        "drift": ("D3",),
        "presence": ("D1",),
    }


@pytest.mark.parametrize("kind", sorted(DEFICIENCIES))
def test_groups_stay_apart_in_colour_for_every_eye(kind: str) -> None:
    seen = [_lab(DEFICIENCIES[kind] @ _linear(h)) for h in HUES]
    apart = min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2))
    assert apart > 10  # about four times what is just noticeable


def test_groups_differ_in_shape_too() -> None:
    assert len(set(SHAPES)) == len(HUES)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.345, "share", "34%"),
        (0.0, "per 1,000 passages", "0"),
        (4.26, "per 1,000 passages", "4.3"),
        (41.8, "per 1,000 passages", "42"),
        (0.5, "rejecting / (affirming + rejecting)", "50%"),
        (3.0, "documents", "3"),
    ],
)
def test_numbers_carry_no_more_digits_than_they_bear(value: float, unit: str, words: str) -> None:
    assert number(value, unit) == words


def test_what_rests_on_paraphrases_says_so() -> None:
    row = {"value": 2.0, "unit": "documents", "n": 2, "documents": 1, "paraphrased": 1.0, "status": "ok"}
    assert said(row, "Equality").endswith("rests on paraphrases")


def test_a_link_takes_any_name() -> None:
    assert link("D2/eu/a b?c#d") == "#D2/eu/a%20b%3Fc%23d"


def _linear(hue: str) -> np.ndarray:
    value = np.array([int(hue[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of a linear RGB colour."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = (to_xyz @ np.clip(linear, 0, 1)) / np.array([0.9505, 1.0, 1.089])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_what_happened_stands_in_the_years_of_the_frames_and_opens() -> None:
    told = (Happening(2001, 3, "2001: three things happened", "#rows/happened/eu/2001"),)
    svg = svg_of(chart_of("D3", YEARS, title="Drift", look=Look(happened=told)), name="c")
    links = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', svg))
    assert links["#rows/happened/eu/2001"] == "2001: three things happened"
    assert links["#D3/eu/None/2001"] == "Break in 2001, found in 90% of replicates"
    without = svg_of(chart_of("D3", YEARS.filter(quantity="share"), title="Drift"), name="c")
    assert "what happened" not in without.lower()
