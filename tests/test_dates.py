import datetime as dt

import pytest

from comity.dates import bounds, is_before, is_date, year_of, years


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1996", (1996, 1996)), ("2001-09", (2001, 2001)), ("1997~", (1997, 1997)), ("199X", (1990, 1999)),
        ("2007/2009", (2007, 2009)), ("2008/..", (2008, None)), ("32.13.2001", None), ("2001-13", None),
        ("soon", None), (None, None),
    ],
)  # fmt: skip
def test_years_are_those_that_a_date_may_lie_in(text: str | None, span: object) -> None:
    assert years(text) == span


def test_a_month_ends_with_its_last_day() -> None:
    assert bounds("2000-02") == (dt.date(2000, 2, 1), dt.date(2000, 2, 29))
    assert bounds("2001-12") == (dt.date(2001, 12, 1), dt.date(2001, 12, 31))


def test_what_may_overlap_is_neither_before_nor_after() -> None:
    assert is_before("2001", "2002") is True
    assert is_before("2002", "2001") is False
    assert is_before("2001", "2001-09") is None
    assert is_before(None, "2001") is None


def test_a_decade_has_no_year_and_an_interval_that_of_its_start() -> None:
    assert (year_of("199X"), year_of("2007/2009")) == (None, 2007)
    assert is_date("2008/..")
    assert not is_date("")
