"""comity new: begin a study."""

from __future__ import annotations

from pathlib import Path

from comity.outcome import Outcome


def new(folder: Path, *, name: str | None = None, template: str | None = None) -> Outcome:
    """Begin a study: a folder with a commented study.toml and the tables to fill in.

    Examples
    --------
    comity new my-study
    comity new my-study --name "Mobility partnerships, 2007-2024"
    comity new my-study --template partnership

    Parameters
    ----------
    folder
        The folder to make.
    name
        What the study is called; the folder's name where it is left out.
    template
        partnership: a copy of the codebook, and an example row in every table to be written over. Bare where it
        is left out.
    """
    from comity.study.scaffold import new_study

    written = new_study(Path(folder), name or Path(folder).name, template)
    add = f"Put documents in with:  comity add FILE… --study {folder}"
    over = f"Write over the rows whose id begins with 'example', then:  comity check {folder}"
    return Outcome(
        "new",
        summary=(f"A study begins in {folder}.", *((over,) if template else ()), add),
        written=tuple(written),
    )
