from pathlib import Path

from record import SIDES, tables
from tiny import Tiny, codebook

from comity.measures.measure import compute

EVENTS = "id,actor,arrangement,event,text\na,mexico,bnc,agreed on figures,Settled on the same.\n"
CODES = SIDES + '[codes.D9]\ntechnical = ["numbers"]\namong = ["control"]\n'


def given(folder: Path, texts: Tiny, settings: str = CODES) -> dict[str, object]:
    told = texts.tables()
    own = tables(folder, settings=settings, events=EVENTS)
    return {**own, "coded": told["coded"], "read": told["read"], "codebook": codebook(("numbers", "control"))}


TEXTS = (
    Tiny()
    .document("d", period="before")
    .says("d", 1, "control")
    .says("d", 2, "control")
    .document("e", period="after")
    .says("e", 1, "control")
    .says("e", 1, "numbers")
    .says("e", 4, "numbers", "reports")
    .says("e", 6, "numbers", "rejects")
    .says("e", 8, "control")
)


def test_a_passage_on_control_in_numbers_counts_once_as_technical(tmp_path: Path) -> None:
    figures = compute("D9", given(tmp_path, TEXTS), ("period",))
    found = dict(figures.frame.filter(quantity="technicalisation").select("period", "value").iter_rows())
    assert found == {"after": 2 / 3, "before": 0}


def test_figures_that_both_came_to_agree_on_are_counted_beside_it(tmp_path: Path) -> None:
    frame = compute("D9", given(tmp_path, TEXTS)).frame.filter(quantity="figures_agreed")
    assert frame.select("context", "value", "status").rows() == [("eu", None, "no evidence"), ("us", 1, "ok")]


def test_codes_that_the_codebook_does_not_have_are_named(tmp_path: Path) -> None:
    frame = compute("D9", given(tmp_path, TEXTS, SIDES)).frame.filter(context="eu")
    notes = compute("D9", given(tmp_path, Tiny().document("d"), SIDES)).frame["note"]
    assert frame["value"][0] == 0  # control alone is of the shipped codes
    assert notes[0] == "nothing is said of the matter; no code is called management, technical"
