"""Speed side by side with what a user would pick instead, in one run on one machine, as a table of ratios.

    python benchmarks/run.py             all rows (about ten minutes, two cores, 2 GB of disk for the time)
    python benchmarks/run.py --quick     smaller texts: to see that it works, not for figures
    python benchmarks/run.py pdf help    some rows

The first run makes an environment for the peers (.venv-bench). Figures are wall times of whole processes
unless the row says otherwise. Whoever compares them with another machine's should compare the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import corpora
import debate
import environment
import pdf
import phrases
import planted
import qca_cases
import ratings
import study
from measured import Run, run, usual

PROGRAMS = Path(__file__).parent / "programs"
COMITY = (shutil.which("comity", path=str(Path(sys.executable).parent)) or "comity",)


@dataclass(frozen=True)
class Row:
    what: str
    comity: str
    peer: str
    result: str
    wanted: str


@dataclass(frozen=True)
class Bench:
    folder: Path
    peers: Path  # the interpreter of the peers' environment
    quick: bool

    @property
    def megabytes(self) -> int:
        return 20 if self.quick else 100


def text(bench: Bench) -> Iterator[Row]:
    """Files to codings on disk, against tokens and hits in memory."""
    phrases.write_codebooks(bench.folder / "books")
    book, changed, peers = (
        bench.folder / "books" / name for name in ("codebook.yaml", "changed.yaml", "peers.json")
    )
    slice_of = 0.2 if bench.quick else 0.5
    matcher = run([bench.peers, PROGRAMS / "matcher.py", _addresses(bench), peers, str(slice_of)]).answer
    slow = matcher["megabytes"] / matcher["seconds"]
    for name, folder, size in (
        ("12 MB", _addresses(bench), 12),
        (f"{bench.megabytes} MB", _grown(bench), bench.megabytes),
    ):
        store = bench.folder / "store"
        shutil.rmtree(store, ignore_errors=True)
        first: Run | None = None
        ours = run([sys.executable, PROGRAMS / "code.py", folder, store, book])
        speed = size / ours.seconds
        said = f"{ours.seconds:.1f} s, {speed:.1f} MB/s"
        for processes in (1, 2) if size < 50 else (1,):  # the rate of the peer does not depend on the size
            peer = run([bench.peers, PROGRAMS / "phrase_matcher.py", folder, peers, str(processes)])
            beside = (
                f"PhraseMatcher, {processes} processes: {peer.seconds:.0f} s, {size / peer.seconds:.2f} MB/s"
            )
            ratio = f"{peer.seconds / ours.seconds:.1f} x"
            yield Row(f"text, {name}: files to codings on disk", said, beside, ratio, "6 x of one process")
            cost = f"{peer.processor / ours.processor:.1f} x"
            yield Row("  in seconds of processor", f"{ours.processor:.1f}", f"{peer.processor:.1f}", cost, "")
            first = first or peer
        beside = f"Matcher, same wildcards, on {slice_of} MB: {slow:.3f} MB/s"
        yield Row("  the same", said, beside, f"{speed / slow:.0f} x", "100 x")
        warm = run([sys.executable, PROGRAMS / "code.py", folder, store, book, changed]).answer[
            "changed_seconds"
        ]
        anew = first.answer["seconds"] if first else 0.0
        beside = f"PhraseMatcher from the start: {anew:.0f} s"
        yield Row(
            "  one pattern changed, index kept", f"{warm:.3f} s", beside, f"{anew / warm:.0f} x", "300 x"
        )
        shutil.rmtree(store)
        watched = run([sys.executable, PROGRAMS / "code.py", folder, store, book], watch=True)
        yield Row(
            "  peak memory of all processes", f"{watched.megabytes / 1000:.2f} GB", "", "", "under 1.5 GB"
        )


def pdf_text(bench: Bench) -> Iterator[Row]:
    """A long PDF to codings, against its bare text."""
    pages = 60 if bench.quick else 300
    book = bench.folder / "books" / "codebook.yaml"
    phrases.write_codebooks(book.parent)
    plain, printed = bench.folder / "plain.pdf", bench.folder / "printed.pdf"
    pdf.write_pdf(plain, pages)
    kinds = [("one text object a line", plain)]
    if browser := chromium():
        run([sys.executable, PROGRAMS / "print_pdf.py", printed, str(pages), browser])
        kinds.insert(0, ("set by Chromium", printed))
    for kind, file in kinds:
        ours = run([sys.executable, PROGRAMS / "code.py", file, bench.folder / f"store-{file.stem}", book])
        miner = run([bench.peers, PROGRAMS / "pdf_pdfminer.py", file])
        pdfium = run([bench.peers, PROGRAMS / "pdf_pdfium.py", file])
        what = f"PDF, {pages} pages, {kind}: text, passages, codings"
        beside = f"pdfminer.six, text alone: {miner.seconds:.1f} s"
        yield Row(what, f"{ours.seconds:.2f} s", beside, f"{miner.seconds / ours.seconds:.1f} x", "15 x")
        beside = f"pypdfium2, raw text alone: {pdfium.seconds:.2f} s"
        yield Row("  the same", f"{ours.seconds:.2f} s", beside, f"{pdfium.seconds / ours.seconds:.2f} x", "")


def audit(bench: Bench) -> Iterator[Row]:
    """A draft of 20 pages to its report, in a new process."""
    file = bench.folder / "draft.pdf"
    pdf.write_pdf(file, 20)
    ours = usual(3, [*COMITY, "audit", file])
    polars = usual(3, [sys.executable, "-c", "import polars"])
    yield Row(
        "comity audit, PDF of 20 pages",
        f"{ours:.2f} s",
        f"import polars: {polars:.2f} s",
        f"{ours / polars:.1f} x",
        f"3 x + 1 s = {3 * polars + 1:.2f} s",
    )


def report(bench: Bench) -> Iterator[Row]:
    """A study of many documents: how large its page is, how soon it shows."""
    number = 1000 if bench.quick else 10_000
    folder = bench.folder / "study"
    study.write_study(folder, number)
    first = run([*COMITY, "report", folder], watch=True)
    again = run([*COMITY, "report", folder])
    page = folder / "report.html"
    yield Row(
        f"comity report, {number} documents",
        f"{first.seconds:.1f} s cold, {again.seconds:.1f} s again, {first.megabytes / 1000:.2f} GB",
        "",
        "",
        "",
    )
    yield Row("  size of the page", f"{page.stat().st_size / 1e6:.2f} MB", "", "", "8 MB")
    if browser := chromium():
        opened = run([sys.executable, PROGRAMS / "open_report.py", page, browser]).answer["seconds"]
        yield Row("  to its first chart in Chromium", f"{opened:.2f} s", "", "", "1.5 s")


def reused(bench: Bench) -> Iterator[Row]:
    """Passages against passages, half of the later ones edited copies."""
    number = 10_000 if bench.quick else 100_000
    file = bench.folder / "passages.json"
    planted.write_passages(file, number)
    ours = run([sys.executable, PROGRAMS / "reuse.py", file]).answer
    at = "{:.1f} s ({:.1f} s of processor), precision {:.3f}, recall {:.3f}"
    said = at.format(ours["seconds"], ours["processor"], ours["precision 0.7"], ours["recall 0.7"])
    peers = (
        ("rensa", "2 x its time at most"),
        ("datasketch", "15 x"),
        ("datasketch-update", ""),
    )
    for peer, wanted in peers:
        told = run([bench.peers, PROGRAMS / "reuse_minhash.py", file, peer]).answer
        beside = f"{peer}: " + at.format(
            told["seconds"], told["processor"], told["precision"], told["recall"]
        )
        ratio = f"{told['seconds'] / ours['seconds']:.1f} x, of processor {told['processor'] / ours['processor']:.1f} x"
        yield Row(f"reuse, {number:,} passages against {number:,}", said, beside, ratio, wanted)
    at = "precision {:.3f}, recall {:.3f}"
    for least in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
        told = at.format(ours[f"precision {least:g}"], ours[f"recall {least:g}"])
        yield Row(f"  likeness {least:g} or more", told, "", "", "recall 0.93 at precision 0.95")


def brokerage(bench: Bench) -> Iterator[Row]:
    """Who stands between whom among many: every figure of I3 with its evidence, against betweenness alone."""
    actors, meetings = (500, 3000) if bench.quick else (2000, 12_000)
    drawn, pairs = random.Random(1), set()
    while len(pairs) < meetings:
        pairs.add(tuple(sorted(drawn.sample(range(actors), 2))))
    file = bench.folder / "meetings.json"
    file.write_text(json.dumps(sorted(pairs)))
    ours = run([sys.executable, PROGRAMS / "brokerage.py", file]).answer
    peer = run([bench.peers, PROGRAMS / "brokerage_networkx.py", file]).answer
    if abs(ours["between"] - peer["between"]) > 1e-6:
        sys.exit(f"I3 and networkx disagree: {ours['between']}, {peer['between']}")
    yield Row(
        f"who stands between whom, {actors} actors, {meetings} meetings: I3 with its evidence",
        f"{ours['seconds']:.2f} s",
        f"networkx, betweenness alone: {peer['seconds']:.1f} s",
        f"{peer['seconds'] / ours['seconds']:.1f} x",
        "20 x",
    )


def agreement(bench: Bench) -> Iterator[Row]:
    """Alpha with a bootstrap interval, against calling a published implementation for each draw."""
    units, coders, replicates, called = 50_000, 5, 1_000, 5 if bench.quick else 20
    table = bench.folder / "ratings.npy"
    ratings.write_ratings(table, units, coders)
    ours = run([sys.executable, PROGRAMS / "alpha.py", table, str(replicates)]).answer
    peer = run([bench.peers, PROGRAMS / "alpha_loop.py", table, str(called)]).answer
    if abs(ours["alpha"] - peer["alpha"]) > 1e-9:
        sys.exit(f"alpha differs: {ours['alpha']} and {peer['alpha']}")
    whole = peer["seconds"] / (called + 1) * (replicates + 1)
    yield Row(
        f"alpha (ordinal), {units:,} units x {coders}, {replicates:,} replicates",
        f"{ours['seconds']:.3f} s",
        f"a loop over krippendorff: {whole:.0f} s (from {called} draws)",
        f"{whole / ours['seconds']:.0f} x",
        "100 x, under 1.5 s",
    )
    all_of_it = run([sys.executable, PROGRAMS / "agreement.py", "3200", "16", "40"]).answer
    yield Row(
        f"agreement of two coders, 3,200 passages x 16 codes, {all_of_it['figures']:.0f} figures with intervals",
        f"{all_of_it['seconds']:.2f} s",
        "",
        "",
        "under 1 s",
    )


def networks(bench: Bench) -> Iterator[Row]:
    """A congruence network a day over ten years, against the same window by window."""
    number = 4_000 if bench.quick else 20_000
    file = bench.folder / "debate.csv"
    debate.write_debate(file, number)
    ours = run([sys.executable, PROGRAMS / "network.py", file], watch=True)
    said = f"{ours.answer['seconds']:.2f} s, {ours.answer['ties']:,.0f} ties"
    for peer in ("pandas", "networkx"):
        told = run([bench.peers, PROGRAMS / f"network_{peer}.py", file]).answer
        same = told["ties"] == ours.answer["ties"] and abs(told["weight"] - ours.answer["weight"]) < 1e-6
        beside = f"{peer}, window by window: {told['seconds']:.1f} s{', the same ties' if same else ', OTHER TIES'}"
        ratio = f"{told['seconds'] / ours.answer['seconds']:.0f} x"
        yield Row(f"networks of {number:,} statements, 30 days moved daily", said, beside, ratio, "20 x")
    yield Row("  peak memory", f"{ours.megabytes / 1000:.2f} GB", "", "", "under 1 GB")


def configurations(bench: Bench) -> Iterator[Row]:
    """QCA of 200 cases: all three solutions with all their models, against one model of each."""
    for conditions in (8,) if bench.quick else (8, 10):
        file = bench.folder / f"cases-{conditions}.csv"
        names = qca_cases.write_cases(file, cases=200, conditions=conditions)
        asked = ["--outcome", "Y", "--directional", ",".join(names), "--json"]
        asked += ["--models", "10000"] if conditions == 8 else []
        ours = run([*COMITY, "qca", file, *asked])
        what = f"comity qca, {conditions} conditions, 200 cases: the three solutions"
        said = f"{ours.seconds:.1f} s"
        if conditions > 8:
            yield Row(f"{what}, 100 models of each listed", said, "", "", "60 s")
            continue
        for backend in ("qmc", "exact_set_cover"):
            peer = run([bench.peers, PROGRAMS / "qca_pyqca.py", file, backend])
            sizes = f"{peer.answer['complex']:.0f} and {peer.answer['parsimonious']:.0f} terms"
            beside = f"pyqca, {backend}, one model ({sizes}): {peer.seconds:.1f} s"
            yield Row(what, said, beside, f"{peer.seconds / ours.seconds:.1f} x", "2 x")
            cost = f"{peer.processor / ours.processor:.1f} x"
            yield Row("  in seconds of processor", f"{ours.processor:.1f}", f"{peer.processor:.1f}", cost, "")


def meaning(bench: Bench) -> Iterator[Row]:
    """Passages by meaning, against the package alone; the second time the vectors are kept."""
    most = 30 if bench.quick else 120
    answer = run([sys.executable, PROGRAMS / "meaning.py", _addresses(bench), str(most)]).answer
    alone = f"the package alone: {answer['package']:,.0f} passages/s"
    kinds = (
        ("semantic", "semantic coder, full model", "that of the package"),
        ("semantic_kept", "  vectors kept", ""),
        ("words_first", "semantic-words, words new", ""),
        ("words_kept", "  words kept", "5,000/s"),
    )
    for name, what, wanted in kinds:
        ratio = f"{answer[name] / answer['package']:.1f} x"
        yield Row(what, f"{answer[name]:,.0f} passages/s", alone, ratio, wanted)


def help_page(_: Bench) -> Iterator[Row]:
    """The first thing that anybody types."""
    ours = usual(7, [*COMITY, "--help"])
    nothing = usual(7, [sys.executable, "-c", "pass"])
    yield Row(
        "comity --help",
        f"{ours * 1000:.0f} ms",
        f"python -c pass: {nothing * 1000:.0f} ms",
        f"{ours / nothing:.1f} x",
        "6 x at most",
    )


ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "text": text,
    "pdf": pdf_text,
    "audit": audit,
    "report": report,
    "reuse": reused,
    "brokerage": brokerage,
    "agreement": agreement,
    "networks": networks,
    "qca": configurations,
    "meaning": meaning,
    "help": help_page,
}


def chromium() -> str | None:
    """A Chromium of this machine; rows that need one are left out without it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("COMITY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def _addresses(bench: Bench) -> Path:
    folder = bench.folder / "addresses"
    if not folder.exists():
        corpora.write_addresses(folder)
    return folder


def _grown(bench: Bench) -> Path:
    folder = bench.folder / "grown"
    if not folder.exists():
        corpora.grow(folder, bench.megabytes)
    return folder


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("rows", nargs="*", choices=[*ROWS, []], help="which rows; all where none is named")
    asked.add_argument("--quick", action="store_true", help="smaller texts")
    asked.add_argument(
        "--folder", type=Path, help="where texts are written, and kept; a temporary folder otherwise"
    )
    chosen = asked.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])  # the figures wanted are for two cores
    peers = environment.python_of_peers()
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as temporary:
        bench = Bench(chosen.folder or Path(temporary), peers, chosen.quick)
        bench.folder.mkdir(parents=True, exist_ok=True)
        print(f"Two cores, Python {sys.version.split()[0]}; peers: {environment.versions(peers)}\n")
        print("| what | comity | beside it | ratio | wanted |\n|---|---|---|---|---|", flush=True)
        for name in chosen.rows or ROWS:
            for row in ROWS[name](bench):
                print(f"| {row.what} | {row.comity} | {row.peer} | {row.result} | {row.wanted} |", flush=True)


if __name__ == "__main__":
    main()
