import pytest

from comity.comparison.readings import readings
from comity.measures.tables import FIGURES


def frame(*memberships):
    made = []
    for context, name, value, low, high in memberships:
        row = {
            "figure": f"G2.{name}/{context}",
            "measure": "G2",
            "quantity": name,
            "unit": "",
            "status": "ok",
        }
        row |= {"context": context, "value": value, "low": low, "high": high, "n": 1, "documents": 1}
        made.append(row)
    return FIGURES.frame(made)


def nearest(*memberships):
    return readings(frame(*memberships)).rows(named=True)


def test_the_greatest_membership_is_the_reading_and_the_lead_is_over_the_next():
    (row,) = nearest(
        ("eu", "rhetoric", 0.7, 0.5, 0.9),
        ("eu", "cooperative", 0.2, 0.1, 0.6),
        ("eu", "productive", 0.1, 0, 1),
    )
    assert (row["case"], row["reading"], row["next"]) == ("eu", "rhetoric", "cooperative")
    assert row["ahead"] == pytest.approx(0.5)
    assert not row["sure"]  # the others' intervals reach over its own


def test_a_reading_is_sure_where_its_interval_lies_above_the_others():
    (row,) = nearest(("eu", "rhetoric", 0.7, 0.5, 0.9), ("eu", "cooperative", 0.2, 0.1, 0.4))
    assert row["sure"]


def test_of_two_that_are_level_neither_is_the_reading():
    (row,) = nearest(("eu", "rhetoric", 0.5, 0, 1), ("eu", "productive", 0.5, 0, 1))
    assert (row["reading"], row["ahead"]) == (None, 0)


def test_each_context_has_its_own_and_one_without_memberships_has_none():
    rows = nearest(
        ("us", "rhetoric", 0.5, 0, 1), ("eu", "productive", 0.4, 0, 1), ("asia", "rhetoric", None, None, None)
    )
    assert [(r["case"], r["reading"]) for r in rows] == [("eu", "productive"), ("us", "rhetoric")]
