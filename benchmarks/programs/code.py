"""comity: files in; language, passages, word index and codings out, all on disk as Parquet.

Takes the folder of texts (or one PDF), the store, a codebook, and (optional) one that differs in one pattern.
"""

import json
import sys
import time
from pathlib import Path

from comity.coding.coded_texts import Input, code_documents
from comity.store import Store
from comity.study.codebook import Codebook, load_codebook


def codebook(path: str) -> Codebook:
    book, wrong = load_codebook(path, base=None)
    assert book is not None, wrong
    return book


if __name__ == "__main__":
    place, store = Path(sys.argv[1]), Store(Path(sys.argv[2]))
    began = time.perf_counter()
    files = sorted(place.glob("*.txt")) if place.is_dir() else [place]
    inputs = [Input(file.stem, file, None, file.name, None) for file in files]
    coded = code_documents(inputs, codebook(sys.argv[3]), store, coders=("lexicon",))
    answer = {"seconds": time.perf_counter() - began, "codings": coded.codings.height}
    if len(sys.argv) > 4:
        changed = codebook(sys.argv[4])
        began = time.perf_counter()
        again = code_documents(inputs, changed, store, coders=("lexicon",))
        answer |= {"changed_codings": again.codings.height, "changed_seconds": time.perf_counter() - began}
    print(json.dumps(answer))
