"""The tables in which it is told what a model is asked and what of its answers is not taken."""

from __future__ import annotations

from comity.table import Column, Table

ASKING = Table(
    "asking",
    "What is left to ask a language model, with what it takes, or what was asked and what it took.",
    (
        Column("coder", "llm:MODEL", required=True),
        Column("passages", "passages of the study", kind="integer", required=True),
        Column("unread", "passages that it has not yet read on every code", kind="integer", required=True),
        Column("requests", "requests to be made, or made", kind="integer", required=True),
        Column("tokens_in", "tokens that go in: an estimate, or as counted", kind="integer", required=True),
        Column("tokens_out", "tokens that come out", kind="integer", required=True),
        Column("tokens_in_most", "as many as there can be; null after asking", kind="integer"),
        Column("tokens_out_most", "as many as there can be; null after asking", kind="integer"),
        Column("cost", "what they cost; null where the study gives no prices", kind="number"),
        Column("cost_most", "what they can cost at most", kind="number"),
        Column("currency", "currency of the cost, where the study names one"),
    ),
    key=("coder",),
)
REFUSED = Table(
    "refused",
    "What a language model answered and comity does not take, with the reason.",
    (
        Column("passage", "the words of the passage; null where it is for none that was asked"),
        Column("code", "the code as answered", required=True),
        Column("stance", "the stance as answered", required=True),
        Column("quotation", "the quotation as answered, shortened", required=True),
        Column("why", "why it is not taken", required=True),
    ),
)
UNANSWERED = Table(
    "unanswered",
    "Passages that got no answer: they are not yet read, and the next run asks again.",
    (
        Column("passage", "the words of the passage", required=True),
        Column("why", "why there is no answer", required=True),
    ),
)
