import pytest

from comity.measures.gap.g2_reading import _membership


@pytest.mark.parametrize(("name", "value"), [("cooperative", 0.3), ("rhetoric", 0.6), ("productive", 0.2)])
def test_the_readings_of_a_gap_of_6_an_asymmetry_of_7_and_a_production_of_2_tenths(name, value):
    inputs = [(0.6, 0.5, 0.7), (0.7, 0.6, 0.8), (0.2, 0.1, 0.3)]
    made = _membership(name, inputs)
    assert made["value"] == pytest.approx(value)
    assert made["low"] <= made["value"] <= made["high"]


def test_a_reading_without_one_of_its_inputs_has_no_membership():
    assert _membership("rhetoric", [(0.6, 0.5, 0.7), None, None])["status"] == "no evidence"
    assert _membership("cooperative", [(0.6, 0.5, 0.7), (0.5, 0.5, 0.5), None])["value"] == pytest.approx(0.4)
