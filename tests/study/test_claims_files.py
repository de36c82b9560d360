from comity.study.claims import read_claims_text

GOOD = """\
claims:
- id: a
  text: The lead side steers.
  section: '3.1'
  measure: I2
  where: {context: eu}
  expect: {value: {between: [0.2, 0.4]}}
  inference: yes
"""


def told(text: str) -> list[tuple[str, int | None]]:
    return [(d.code, d.line) for d in read_claims_text(text)[1]]


def test_a_claim_is_read_with_its_places():
    (claim,), diagnostics = read_claims_text(GOOD)
    assert not diagnostics
    assert (claim.expect.low, claim.expect.high, claim.inference) == (0.2, 0.4, True)
    assert claim.places["where.context"] == (6, 20)


def test_everything_wrong_is_told_where_it_stands():
    assert told(GOOD.replace("I2", "")) == [("missing-key", 5)]
    assert told(GOOD.replace("between: [0.2, 0.4]", "above: high")) == [("bad-type", 7)]
    assert told(GOOD.replace("value: {between: [0.2, 0.4]}", "sign: upward")) == [("bad-sign", 7)]
    assert told(GOOD + GOOD.removeprefix("claims:\n")) == [("doubled-id", 9)]
    assert told(GOOD.replace("{value: {between: [0.2, 0.4]}}", "{}")) == [("bad-expectation", 7)]
