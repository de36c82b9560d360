"""The charts of a report: one scale for all, nothing drawn of nothing."""

from __future__ import annotations

import dataclasses
import re

import polars as pl
import pytest
from made_up_study import study

from comity.report.bundles import Bundles
from comity.report.content import Content, gather
from comity.report.drawings import drift, is_root_scaled, prevalence, unspoken


@pytest.fixture(scope="module")
def content() -> Content:
    return gather(study())


def with_figures(content: Content, figures: pl.DataFrame) -> Content:
    return dataclasses.replace(content, figures=figures)


def test_there_is_a_chart_for_every_context_and_period(content: Content) -> None:
    drawn = prevalence(content)
    assert [(d.context, d.period) for d in drawn][:3] == [
        ("international", ""),
        ("eu", ""),
        ("mexico-us", ""),
    ]
    assert len(drawn) == 3 * 4
    assert len({d.narrow for d in drawn}) == len(drawn)


def test_charts_side_by_side_have_one_axis(content: Content) -> None:
    axes = [re.findall(r">([\d.]+)</text>", d.narrow)[:5] for d in prevalence(content)[:3]]
    assert axes[0] == axes[1] == axes[2]


def test_a_single_context_is_drawn_wide_too() -> None:
    (drawing,) = [d for d in prevalence(gather(study(contexts=("eu",)))) if not d.period]
    assert drawing.wide
    assert not prevalence(gather(study()))[0].wide


def test_codes_that_nobody_affirms_are_named_and_not_drawn() -> None:
    alone = gather(study(contexts=("eu",)))
    assert unspoken(alone) == ["Capacity"]
    assert "Capacity" not in prevalence(alone)[0].narrow


def test_the_scale_bends_only_where_a_few_codes_outweigh_the_rest(content: Content) -> None:
    assert not is_root_scaled(content)
    heavy = pl.col("figure") == "D2/eu/security"
    loud = content.figures.with_columns(value=pl.when(heavy).then(900.0).otherwise(pl.col("value")))
    assert is_root_scaled(with_figures(content, loud))


def test_a_context_in_which_nothing_is_framed_says_why_and_draws_nothing(content: Content) -> None:
    here = (pl.col("measure") == "D3") & (pl.col("context") == "international")
    silent = content.figures.with_columns(n=pl.when(here).then(0).otherwise(pl.col("n")))
    first, second, _ = drift(with_figures(content, silent), Bundles())
    assert (first.narrow, first.remark) == ("", "Too few dated passages for a break.")
    assert second.narrow


def test_no_frames_no_section(content: Content) -> None:
    assert drift(with_figures(content, content.figures.filter(pl.col("measure") != "D3")), Bundles()) == []
