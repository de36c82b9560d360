"""The tables of the registry: the study's record of who did what, apart from what was said.

Each row says where it comes from (``source``) and how sure it is (``confidence``). Words such as a role or a
legal form come from the vocabularies (vocabularies.py), which a study may extend.
"""

from __future__ import annotations

from comity.study.tables import ACTORS, LAYERS, SIDES
from comity.table import Column, Table

_INFERENCE = Column(
    "inference", "yes where it is the researcher's inference and not the source's own finding", kind="boolean"
)
_KNOWN = (
    Column(
        "source",
        "where it stands: section of the reference, document with passage, key of sources.bib",
        refers=("sources", "documents"),
        cites=True,
    ),
    Column("confidence", "how sure it is, 0 to 1; empty: 1", kind="number"),
    Column("note", "anything else"),
)

ARRANGEMENTS = Table(
    "arrangements",
    "What is set up between the sides: partnerships, processes, agreements, commissions, operations.",
    (
        Column("id", "short name by which everything else points at it", required=True),
        Column("name", "the name it is best known by", required=True),
        Column("other_names", "other names it has borne, separated by semicolons", kind="list"),
        Column("context", "the setting in which it is compared; a context of study.toml"),
        Column("layer", "level of cooperation", kind="category", allowed=LAYERS),
        Column("legal_form", "treaty, agreement, MoU, declaration … (vocabulary legal_form)"),
        Column("start", "when it began", kind="date"),
        Column("end", "when it ended; empty: it goes on, or it is not known", kind="date"),
        Column("part_of", "the arrangement that it is part of", refers=("arrangements",)),
        Column("meets_repeatedly", "yes where the parties meet again and again", kind="boolean"),
        Column("revisable", "yes where it can be revised", kind="boolean"),
        Column("open_agenda", "yes where both sides can put things on the agenda", kind="boolean"),
        Column("monitored", "yes where somebody watches over what comes of it", kind="boolean"),
        *_KNOWN,
    ),
    key=("id",),
)

ROLES = Table(
    "roles",
    "Who holds which role in which arrangement.",
    (
        Column("id", "short name of the row", required=True),
        Column("arrangement", "the arrangement", required=True, refers=("arrangements",)),
        Column("actor", "who holds it", required=True, refers=("actors",)),
        Column("role", "initiator, drafter, host, member … (vocabulary role)", required=True),
        Column("side", "the actor's side here, where it is not its side in the context", kind="category",
               allowed=SIDES),
        Column("start", "from when", kind="date"),
        Column("end", "until when", kind="date"),
        _INFERENCE,
        *_KNOWN,
    ),
    key=("id",),
)  # fmt: skip

PROVISIONS = Table(
    "provisions",
    "What an arrangement contains: who is to do what, for whom, how bindingly, and what became of it.",
    (
        Column("id", "short name of the row", required=True),
        Column("arrangement", "the arrangement", required=True, refers=("arrangements",)),
        Column("pillar", "control, mobility, development … (vocabulary pillar)", required=True),
        Column("text", "what is to be done, in the researcher's own words", required=True),
        Column("bearer", "who has to do it: lead, partner, third, both, or an actor; empty: not said", refers=("actors",)),
        Column(
            "target",
            "whom the bearer is to make act, where it is another: lead, partner, third, or an actor",
            refers=("actors",),
        ),
        Column("beneficiary", "for whom: lead, partner, migrants, firms …; several with semicolons", kind="list"),
        Column("force", "mandatory, conditional, voluntary, unclear (vocabulary force)"),
        Column("fate", "requested, offered, retained, dropped, implemented (vocabulary fate); empty: unknown"),
        Column("novelty", "new, existing, relabelled (vocabulary novelty); empty: unknown"),
        Column("proposed_by", "the side or the actor who proposed it; empty: unknown", refers=("actors",)),
        Column("exchange_for", "the provision that it is given for", refers=("provisions",)),
        Column("timing", "before, with or after that one (vocabulary timing)"),
        Column("date", "when it was agreed or proposed", kind="date"),
        Column("promised", "when it was to be done", kind="date"),
        Column("delivered", "when it was done", kind="date"),
        _INFERENCE,
        *_KNOWN,
    ),
    key=("id",),
)  # fmt: skip

TRANSFERS = Table(
    "transfers",
    "Training, equipment, data, staff, practice or money that goes from one actor to another.",
    (
        Column("id", "short name of the row", required=True),
        Column("arrangement", "the arrangement", required=True, refers=("arrangements",)),
        Column("giver", "who gives", required=True, refers=("actors",)),
        Column("receiver", "who receives", required=True, refers=("actors",)),
        Column("kind", "training, equipment, data, staff, practice, money (vocabulary transfer)", required=True),
        Column("amount", "how much; empty: unknown", kind="number"),
        Column("unit", "of what: people, US$ …"),
        Column("date", "when", kind="date"),
        _INFERENCE,
        *_KNOWN,
    ),
    key=("id",),
)  # fmt: skip

EVENTS = Table(
    "events",
    "What happened to a partner or an arrangement: became a partner, took on a duty, reformed, resisted …",
    (
        Column("id", "short name of the row", required=True),
        Column("actor", "to whom it happened, or who did it", required=True, refers=("actors",)),
        Column("arrangement", "within which arrangement, or through which", refers=("arrangements",)),
        Column("context", "the context, where no arrangement gives it"),
        Column("event", "became a partner, reformed, resisted: silence … (vocabulary event)", required=True),
        Column("other", "the other actor: to whom it was passed on, by whom a duty was ascribed, whom it resisted",
               refers=("actors",)),
        Column("date", "when", kind="date"),
        Column("text", "what happened, in the researcher's own words; for a name, the name", required=True),
        _INFERENCE,
        *_KNOWN,
    ),
    key=("id",),
)  # fmt: skip

FUNDING = Table(
    "funding",
    "Who pays for an arrangement, and how much of it.",
    (
        Column("id", "short name of the row", required=True),
        Column("arrangement", "the arrangement", required=True, refers=("arrangements",)),
        Column("funder", "who pays; empty: not said", refers=("actors",)),
        Column("share", "share of the whole, 0 to 1; empty: unknown", kind="number"),
        Column("amount", "how much; empty: unknown", kind="number"),
        Column("unit", "in which money"),
        Column("pillar", "for which pillar, where that is known"),
        Column(
            "discretion", "who decides on the money, where it is not who pays: an actor", refers=("actors",)
        ),
        Column("date", "when", kind="date"),
        _INFERENCE,
        *_KNOWN,
    ),
    key=("id",),
)

LINKS = Table(
    "links",
    "How one arrangement hangs together with another, or one actor with another.",
    (
        Column("id", "short name of the row", required=True),
        Column("from", "an arrangement, or an actor", required=True, refers=("arrangements", "actors")),
        Column("to", "an arrangement, or an actor", required=True, refers=("arrangements", "actors")),
        Column("kind", "part of, grew out of, model for, meets … (vocabulary link)", required=True),
        Column(
            "arrangement", "within which arrangement, where two actors are linked", refers=("arrangements",)
        ),
        Column("date", "when", kind="date"),
        _INFERENCE,
        *_KNOWN,
    ),
    key=("id",),
)

CANDIDATES = Table(
    "candidates",
    "Who could have been chosen for an arrangement, and what came of it.",
    (
        Column("id", "short name of the row", required=True),
        Column("arrangement", "the arrangement", required=True, refers=("arrangements",)),
        Column("actor", "the candidate", required=True, refers=("actors",)),
        Column("prior_commitments", "what it had committed itself to before", kind="list"),
        Column("framework", "the framework it belonged to already"),
        Column("interest", "shown, none shown; empty: unknown"),
        Column("outcome", "concluded, no answer, refused … (vocabulary outcome)", required=True),
        Column("date", "when", kind="date"),
        _INFERENCE,
        *_KNOWN,
    ),
    key=("id",),
)

ATTRIBUTES = Table(
    "attributes",
    "What is known of the actors themselves: budget, staff, trade, dependence on remittances …",
    (
        Column("id", "short name of the row", required=True),
        Column("actor", "the actor", required=True, refers=("actors",)),
        Column("attribute", "what is measured: budget, staff, GDP, remittances …", required=True),
        Column("value", "how much", kind="number", required=True),
        Column("unit", "of what", required=True),
        Column("context", "the context for which it is given, where it is not for all"),
        Column("date", "when", kind="date"),
        *_KNOWN,
    ),
    key=("id",),
)

REGISTRY: tuple[Table, ...] = (
    ACTORS, ARRANGEMENTS, ROLES, PROVISIONS, TRANSFERS, EVENTS, FUNDING, LINKS, CANDIDATES,
    ATTRIBUTES,
)  # fmt: skip
"""The tables of the registry, actors first."""

WORDS: dict[tuple[str, str], str] = {
    ("actors", "kind"): "actor_kind",
    ("actors", "sector"): "sector",
    ("actors", "level"): "level",
    ("arrangements", "legal_form"): "legal_form",
    ("roles", "role"): "role",
    ("provisions", "pillar"): "pillar",
    ("provisions", "beneficiary"): "beneficiary",
    ("provisions", "force"): "force",
    ("provisions", "fate"): "fate",
    ("provisions", "novelty"): "novelty",
    ("provisions", "timing"): "timing",
    ("transfers", "kind"): "transfer",
    ("events", "event"): "event",
    ("funding", "pillar"): "pillar",
    ("links", "kind"): "link",
    ("candidates", "interest"): "interest",
    ("candidates", "outcome"): "outcome",
}
"""Table and column to the vocabulary that the cell's words come from."""
