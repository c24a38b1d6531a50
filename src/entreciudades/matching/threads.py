"""Work on two cores: numpy lets go of the interpreter while it computes."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np  # noqa: F401 - so that its library is there to be found
from threadpoolctl import ThreadpoolController

THREADS = 2
AHEAD = 8
S = TypeVar("S")
T = TypeVar("T")
_BLAS = ThreadpoolController().select(user_api="blas")
"""Of numpy, which is loaded by now."""


def in_threads(act: Callable[[S], T], items: Sequence[S]) -> Generator[T]:
    """What the act gives for each item, in their order, a few computed ahead. Stopped, it leaves nothing running."""
    if len(items) == 1:
        yield act(items[0])
        return
    waiting: deque[Future[T]] = deque()
    with _BLAS.limit(limits=1), ThreadPoolExecutor(THREADS) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(act, item))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
