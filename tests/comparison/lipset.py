"""Lipset's eighteen European states between the wars: the field's own example, as crisp and as fuzzy sets."""

CONDITIONS = ("DEV", "URB", "LIT", "IND", "STB")
FUZZY = """\
case,DEV,URB,LIT,IND,STB,SURV
AU,0.81,0.12,0.99,0.73,0.43,0.05
BE,0.99,0.89,0.98,1,0.98,0.95
CZ,0.58,0.98,0.98,0.9,0.91,0.89
EE,0.16,0.07,0.98,0.01,0.91,0.12
FI,0.58,0.03,0.99,0.08,0.58,0.77
FR,0.98,0.03,0.99,0.81,0.95,0.95
DE,0.89,0.79,0.99,0.96,0.31,0.05
GR,0.04,0.09,0.13,0.36,0.43,0.06
HU,0.07,0.16,0.88,0.07,0.13,0.42
IE,0.72,0.05,0.98,0.01,0.95,0.92
IT,0.34,0.1,0.41,0.47,0.58,0.05
NL,0.98,1,0.99,0.94,0.99,0.95
PL,0.02,0.17,0.59,0,0,0.12
PT,0.01,0.02,0.01,0.11,0.01,0.05
RO,0.01,0.03,0.17,0,0.84,0.21
ES,0.03,0.3,0.09,0.21,0.2,0.06
SE,0.95,0.13,0.99,0.67,0.91,0.95
UK,0.98,0.99,0.99,1,0.98,0.95
"""


def crisp() -> str:
    """The same states as members or not; the fuzzy sets were made so that they agree."""
    head, *rows = FUZZY.splitlines()
    cells = [row.split(",") for row in rows]
    return (
        "\n".join(
            [head, *(",".join([r[0], *("1" if float(c) > 0.5 else "0" for c in r[1:])]) for r in cells)]
        )
        + "\n"
    )
