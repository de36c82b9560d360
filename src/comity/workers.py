"""Map a function over chunks of documents: here, or on all cores of this machine.

A spawn pool over chunks, never single documents: a worker that dies costs its chunk, which is tried again in
this process. This process works too, beside one worker fewer than there are cores. Small work stays in this
process, because starting a worker costs more than it saves.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")


def cores() -> int:
    """How many processes to use: COMITY_WORKERS, else the processors this process may run on."""
    given = os.environ.get("COMITY_WORKERS", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_chunks(work: Callable[[A], R], chunks: Sequence[A], *, parallel: bool) -> Iterator[tuple[int, R]]:
    """Pairs of chunk number and result, as they come; in order and in this process unless `parallel`.

    `work` is a module-level function; it has to be repeatable, since a chunk whose worker died is done again.
    """
    if not parallel or cores() == 1 or len(chunks) < 2:
        yield from ((number, work(chunk)) for number, chunk in enumerate(chunks))
        return
    left = dict(enumerate(chunks))
    with ProcessPoolExecutor(min(cores(), len(chunks)) - 1, mp_context=get_context("spawn")) as pool:
        try:
            with _without_main():
                futures = {pool.submit(work, chunk): number for number, chunk in left.items()}
            # This process takes its share from the far end: it works while the others are still starting.
            for future in reversed(list(futures)):
                if future.cancel():
                    number = futures.pop(future)
                    yield number, work(left.pop(number))
                for done in [f for f in futures if f.done()]:
                    number = futures.pop(done)
                    result = done.result()
                    del left[number]
                    yield number, result
            for done in as_completed(futures):
                result = done.result()
                del left[futures[done]]
                yield futures[done], result
        except BrokenProcessPool:
            pass
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for number, chunk in list(left.items()):
        yield number, work(chunk)


@contextmanager
def _without_main() -> Iterator[None]:
    """Start processes that do not run the main module again.

    A spawned process imports the script that it was started from. In a plain script, without the guard
    ``if __name__ == "__main__"``, that would begin the whole work anew; workers need nothing of it.
    """
    main = sys.modules["__main__"]
    hidden = {name: vars(main)[name] for name in ("__file__", "__spec__") if name in vars(main)}
    try:
        for name in hidden:
            setattr(main, name, None)
        yield
    finally:
        for name, value in hidden.items():
            setattr(main, name, value)
