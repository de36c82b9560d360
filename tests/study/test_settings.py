"""study.toml: what it gives, and where its mistakes stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.study.asked_codes import asked_codes, shipped_codes
from comity.study.settings import Intervals, Settings, Thresholds, read_settings

WHOLE = """\
name = "Migration partnerships"
codebook = "own.yaml"
coders = ["lexicon", "other"]
reference = "An article"
[contexts.eu]
label = "EU external policy"
lead = ["eu"]
partner = ["moldova"]
third = ["iom"]
[contexts.eu.phrases]
partner = ["third countr*"]
[periods]
"2001-2008" = [2001, 2008]
"1991-2000" = [1991, 2000]
[thresholds]
present = 3
[intervals]
level = 0.9
replicates = 500
"""


def said(text: str) -> list[str]:
    return [str(d) for d in read_settings(text).diagnostics]


def test_everything_that_may_stand_there_is_read() -> None:
    read = read_settings(WHOLE)
    assert read.diagnostics == ()
    settings = read.settings
    assert (settings.name, settings.codebook, settings.coders) == (
        "Migration partnerships",
        "own.yaml",
        ("lexicon", "other"),
    )
    assert settings.contexts["eu"].label == "EU external policy"
    assert settings.contexts["eu"].actors("third") == ("iom",)
    assert [p.source for p in settings.contexts["eu"].phrases["partner"]] == ["third countr*"]
    assert list(settings.periods.items()) == [("1991-2000", (1991, 2000)), ("2001-2008", (2001, 2008))]
    assert settings.thresholds == Thresholds(present=3, read=5)
    assert settings.intervals == Intervals(level=0.9, replicates=500)


def test_an_empty_file_gives_the_defaults() -> None:
    assert read_settings("").settings == Settings()
    assert read_settings("", name="folder").settings.name == "folder"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nmae = 'x'", "study.toml:1:1: 'nmae' is not a key of study.toml. Did you mean 'name'?"),
        (
            "[threshold]\npresent = 2",
            "study.toml:1:2: 'threshold' is not a key of study.toml. Did you mean 'thresholds'?",
        ),
        (
            "[thresholds]\npresnt = 2",
            "study.toml:2:1: 'presnt' is not a key of [thresholds]. Did you mean 'present'?",
        ),
        (
            "[contexts.eu.phrases]\nleed = ['x']",
            "study.toml:2:1: 'leed' is not a key of the phrases of the context 'eu'. Did you mean 'lead'?",
        ),
        ("coders = 3", 'study.toml:1:1: coders is 3, not a list. Write ["one", "other"].'),
        ("name = 3", "study.toml:1:1: name is 3, not text. Put it in quotation marks."),
        ("contexts = 3", "study.toml:1:1: 'contexts' is not a table. Write it as [contexts]."),
        (
            "[thresholds]\nread = true",
            "study.toml:2:1: read is True, not a whole number from 1.",
        ),
        (
            "[intervals]\nlevel = 95",
            "study.toml:2:1: level is 95, not a number between 0 and 1. 95 percent is 0.95.",
        ),
        (
            "[periods]\na = [2000, 1991]",
            "study.toml:2:1: the period 'a' ends before it begins. Did you mean [1991, 2000]?",
        ),
        (
            "[periods]\nb = [2000, 2010]\na = [1991, 2000]",
            (
                "study.toml:2:1: the periods 'a' and 'b' overlap: 2000 lies in both. "
                "Both years of a period belong to it."
            ),
        ),
        ("[periods]\na = 1991", "study.toml:2:1: the period 'a' is not two years. Write [1991, 2000]."),
        (
            "[contexts.eu]\nlead = ['eu']\npartner = [\n  'mx', 'eu']",
            (
                "study.toml:4:9: 'eu' stands on two sides of the context 'eu': lead and partner. "
                "Keep one; an actor that changes sides needs two contexts."
            ),
        ),
        (
            "[contexts.eu.phrases]\nlead = ['fine', 'third (countr*']",
            "study.toml:2:24: 'third (countr*' is not a pattern: ( is not closed; ) is missing.",
        ),
        (
            "[contexts.'a b']",
            (
                "study.toml:1:11: 'a b' cannot name a context. "
                "Write letters, digits, _ and -; a longer name goes into its label."
            ),
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(text: str, told: str) -> None:
    assert said(text) == [told]


def test_all_mistakes_are_told_and_the_rest_is_kept() -> None:
    read = read_settings(WHOLE.replace("present = 3", "present = -1").replace("label", "lable"))
    assert [(d.code, d.line) for d in read.diagnostics] == [("unknown-key", 6), ("bad-type", 16)]
    assert read.settings.intervals.replicates == 500


@pytest.mark.parametrize(
    ("text", "line"), [("a = ", 1), ("\n\na = 1\na = 2\n", 4), ("[a]\n[a]\n", 2), ("x", 1), ('name = "', 1)]
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    (told,) = read_settings(text).diagnostics
    assert (told.code, told.line) == ("bad-toml", line)


@given(
    st.integers(0, len(WHOLE)),
    st.integers(0, 12),
    st.sampled_from([*"[]{}'\"=.,-#\n\t\0\\3", "true", "inf", '"""']),
)
def test_whatever_is_written_ends_in_diagnostics(place: int, dropped: int, put: str) -> None:
    text = WHOLE[:place] + put + WHOLE[place + dropped :]
    diagnostics = read_settings(text).diagnostics
    assert all(d.line is not None and 1 <= d.line <= text.count("\n") + 1 for d in diagnostics)


def test_a_study_says_which_codes_a_measure_asks_about() -> None:
    read = read_settings('[codes.D9]\ntechnical = ["by_numbers"]\n')
    assert read.diagnostics == ()
    codes = asked_codes(read.settings, "D9")
    assert codes["technical"] == ("by_numbers",)
    assert codes["among"] == shipped_codes()["D9"]["among"].codes


def test_codes_of_a_measure_or_thing_that_there_is_not_are_told() -> None:
    told = said('[codes.D99]\ntechnical = ["x"]\n[codes.D9]\ntechnic = ["x"]\namong = 3\n')
    assert len(told) == 3
    assert "is not a measure that asks about codes by name" in told[0]
