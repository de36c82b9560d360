"""A network in sentences."""

from __future__ import annotations

from comity.measures.networks.network import Network
from comity.measures.networks.polarisation import Camps
from comity.measures.networks.statements import counted


def summary(net: Network, found: Camps | None) -> list[str]:
    """How large it is, what it counts, who stands alone, how far it falls into camps, and what was left out."""
    asked = net.asked
    shape = (
        f"{len(net.rows)} x {len(net.columns)} nodes" if asked.two_mode else counted(len(net.rows), "node")
    )
    kinds = (
        f"{asked.variable1} x {asked.variable2}"
        if asked.two_mode
        else f"{asked.variable1} by {asked.variable2}"
    )
    how = [asked.aggregation, *([asked.normalization] if asked.normalization != "no" else [])]
    lines = [
        f"{kinds}: {shape}, {counted(len(net.edges), 'tie')} on {counted(net.statements)} ({', '.join(how)})."
    ]
    if not net.statements:
        lines.append("No statement is left, so there is no network.")
    elif not asked.two_mode and len(net.rows) == 1:
        lines.append(f"{net.rows[0]} alone makes statements: nobody to be tied to.")
    elif net.isolates and len(net.rows) > 1:
        lines.append(f"Without a tie: {', '.join(net.isolates)}.")
    if found is not None:
        lines.append(_polarised(found))
    return [*lines, *net.notes]


def _polarised(camps: Camps) -> str:
    if camps.polarisation is None:
        return "Polarisation cannot be computed: nobody speaks of what another speaks of."
    if len(camps.camps) < 2:
        return "Polarisation 0: no division into two camps explains more than none."
    sides = " | ".join(", ".join(names) for names in camps.camps)
    least = "" if camps.exact else " at least"
    return f"Polarisation{least} {camps.polarisation:.2f}: {sides}."
