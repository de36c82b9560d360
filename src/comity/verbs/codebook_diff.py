"""comity codebook diff: what changed between two codebooks, and what that does to a study."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from comity.diagnostics import StudyError, UsageError, errors_in
from comity.outcome import Outcome, Section

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis
    from comity.study.codebook import Codebook

_MOST = 20  # rows of a section that are shown; --json has all


def diff(old: str, new: str | None = None, *, study: Path | None = None) -> Outcome:
    """Show what changed from one codebook to another: codes, words, patterns.

    With --study also what the change does to the codings, to each figure and to each claim of that study. Nothing
    is written, and no coding is given another code.

    Examples
    --------
    comity codebook diff partnership codebook.yaml
    comity codebook diff HEAD~1:codebook.yaml codebook.yaml --study .
    comity codebook diff codebook-2019.yaml --study my-study

    Parameters
    ----------
    old
        The older codebook: a file, the name of a shipped one, or REVISION:FILE of a git repository.
    new
        The newer one, in the same forms. Left out: the codebook of the study.
    study
        The folder of a study that is coded by both.
    """
    from comity.analysis import opened
    from comity.study.codebook_changes import CODEBOOK_CHANGES, codebook_changes

    analysis = opened(study) if study is not None else None
    if new is None and analysis is None:
        raise UsageError("Name a second codebook, or a study with --study, whose codebook is the newer one.")
    before = _codebook(old)
    after = analysis.codebook if new is None and analysis is not None else _codebook(str(new))
    changes = CODEBOOK_CHANGES.frame(codebook_changes(before, after))
    summary, sections, tables = (
        [_summary(before, after, changes)],
        list(_changes(changes)),
        {"codebook_changes": changes},
    )
    if analysis is not None:
        effect = _effect(analysis, before, after)
        summary += [*_in_the_study(effect)]
        sections += [*_codings(effect), *_figures(effect), *_claims(effect)]
        tables |= effect
    return Outcome("codebook diff", summary, sections, tables)


def _codebook(name: str) -> Codebook:
    """The codebook in a file, shipped, or at a revision."""
    from comity.study.codebook import load_codebook, read_codebook_text, shipped_cues

    revision, colon, path = name.partition(":")
    if colon and not Path(name).exists():
        cues, _ = shipped_cues()
        book, diagnostics = read_codebook_text(
            _at_revision(revision, path), name, name=Path(path).stem, cues=cues
        )
        if errors_in(diagnostics):
            raise StudyError(diagnostics)
        return book
    found, diagnostics = load_codebook(name, base=Path())
    if found is None or errors_in(diagnostics):
        raise StudyError(diagnostics)
    return found


def _at_revision(revision: str, path: str) -> str:
    """The text of a file at a revision of the repository that it stands in. Raises: UsageError."""
    import subprocess

    file = Path(path)
    # Behind --end-of-options nothing that a name says is taken for an option of git.
    command = ["git", "show", "--end-of-options", f"{revision}:./{file.name}"]
    try:
        done = subprocess.run(command, cwd=file.parent, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise UsageError(f"{revision}:{path} cannot be read: {error.strerror or error}.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"{revision}:{path} cannot be read: git says: {said[-1] if said else 'nothing'}")
    return done.stdout.decode("utf-8-sig")


def _effect(analysis: Analysis, before: Codebook, after: Codebook) -> dict[str, pl.DataFrame]:
    """The four tables of what the change does to a study."""
    import polars as pl

    from comity.comparison.versions import claim_changes, coding_changes, figure_changes, passage_changes

    old, new = (
        analysis if book.fingerprint == analysis.codebook.fingerprint else analysis.with_codebook(book)
        for book in (before, after)
    )
    was, is_now = old.coded_texts.codings, new.coded_texts.codings
    folder = analysis.folder
    mine = pl.concat([folder.people.select("code"), folder.statements.select("code")])
    passages = passage_changes(was, is_now)
    texts = analysis.coded_texts.texts_of(passages["document"].unique().to_list())
    words = [texts.get(d, "")[s:e] for d, s, e in passages.select("document", "start", "end").iter_rows()]
    judged = {claim.id for claim in new.folder.claims}
    claims = {claim.id: claim.text for claim in folder.claims}
    return {
        "coding_changes": coding_changes(was, is_now, mine, after.codes),
        "passage_changes": passages.with_columns(pl.Series("text", words, dtype=pl.String)),
        "figure_changes": figure_changes(old.table("figures"), new.table("figures")),
        "claim_changes": claim_changes(
            old.table("verdicts"), new.table("verdicts"), claims, set(claims) - judged
        ),
    }


def _summary(before: Codebook, after: Codebook, changes: pl.DataFrame) -> str:
    if not changes.height:
        return f"{_named(before)} and {_named(after)} say the same."
    grouped = changes.group_by("what", "change").len()
    counts = {(what, change): n for what, change, n in grouped.iter_rows()}
    told = [
        f"{counts.get((what, 'added'), 0)} {what}s added and {counts.get((what, 'removed'), 0)} removed"
        for what in ("code", "pattern")
    ]
    other = sum(n for (what, _), n in counts.items() if what not in ("code", "pattern"))
    return f"{_named(before)} to {_named(after)}: {', '.join(told)}, {other} other changes."


def _named(book: Codebook) -> str:
    return f"{book.name} {book.version}".strip()


def _in_the_study(effect: dict[str, pl.DataFrame]) -> Iterator[str]:
    codings, figures, claims = (effect[f"{n}_changes"] for n in ("coding", "figure", "claim"))
    gained, lost, stranded = (int(codings[n].sum() or 0) for n in ("gained", "lost", "by_people"))
    other = claims.filter(claims["before"].ne_missing(claims["after"])).height
    yield (
        f"In the study: {gained:,} codings gained and {lost:,} lost, {figures.height:,} figures and {other} of "
        f"{claims.height} claims come out otherwise."
    )
    if stranded:
        yield (
            f"{stranded:,} codings and statements of people stand under codes that the newer one does not have; "
            "they stay in their files and would not count."
        )


def _changes(changes: pl.DataFrame) -> Iterator[Section]:
    for part in changes.partition_by("change", maintain_order=True):
        rows = [
            [
                r["what"],
                r["code"] or "",
                r["language"] or "",
                " → ".join(filter(None, (r["before"], r["after"]))),
                r["note"] or "",
            ]
            for r in part.head(_MOST * 2).iter_rows(named=True)
        ]
        columns = ("", "code", "language", "", "")
        yield Section(str(part["change"][0]).capitalize(), rows, columns, remark=_rest(part, _MOST * 2))


def _codings(effect: dict[str, pl.DataFrame]) -> Iterator[Section]:
    codings = effect["coding_changes"]
    changed = codings.filter(
        (codings["gained"] > 0)
        | (codings["lost"] > 0)
        | (codings["restanced"] > 0)
        | (codings["by_people"] > 0)
    )
    names = ("before", "after", "gained", "lost", "restanced", "by_people")
    rows = [[r["code"], *(f"{r[n]:,}" for n in names)] for r in changed.iter_rows(named=True)]
    if rows:
        columns = (
            "code",
            "before",
            "after",
            "gained",
            "lost",
            "other stance",
            "people's, left without a code",
        )
        yield Section("Codings", rows, columns, frozenset(range(1, 7)))
    passages = effect["passage_changes"]
    rows = [
        [r["change"], r["code"], f"{r['document']}#{r['start']}", r["pattern"] or "", r["text"]]
        for r in passages.head(_MOST).iter_rows(named=True)
    ]
    if rows:
        yield Section(
            "Passages", rows, ("", "code", "where", "pattern", "passage"), remark=_rest(passages, _MOST)
        )


def _figures(effect: dict[str, pl.DataFrame]) -> Iterator[Section]:
    figures = effect["figure_changes"]
    rows = [
        [
            r["figure"],
            _told(r, "before"),
            _told(r, "after"),
            "" if r["change"] is None else f"{r['change']:+.3g}",
        ]
        for r in figures.head(_MOST).iter_rows(named=True)
    ]
    if rows:
        yield Section("Figures", rows, ("figure", "before", "after", "change"), remark=_rest(figures, _MOST))


def _told(row: dict[str, object], when: str) -> str:
    status = row[f"status_{when}"]
    if status is None:
        return "none"
    words = [str(row[f"category_{when}"] or ""), "" if row[when] is None else f"{row[when]:.3g}"]
    return " ".join(filter(None, words)) or str(status)


def _claims(effect: dict[str, pl.DataFrame]) -> Iterator[Section]:
    claims = effect["claim_changes"]
    changed = claims.filter(claims["before"].ne_missing(claims["after"]))
    rows = [
        [r["claim"], r["before"] or "cannot be judged", r["after"] or "cannot be judged", r["why"] or ""]
        for r in changed.iter_rows(named=True)
    ]
    if rows:
        yield Section("Claims", rows, ("claim", "before", "after", "why"))


def _rest(frame: pl.DataFrame, shown: int) -> str:
    return f"{frame.height - shown:,} more; --json lists all." if frame.height > shown else ""
