"""Work on two cores: numpy lets go of the interpreter while it computes."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from threadpoolctl import threadpool_limits

THREADS = 2
AHEAD = 8
S = TypeVar("S")
T = TypeVar("T")


def in_threads(act: Callable[[S], T], items: Iterable[S]) -> Iterator[T]:
    """What the act gives for each item, in their order, a few computed ahead. Stopped, it leaves nothing running."""
    waiting: deque[Future[T]] = deque()
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(THREADS) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(act, item))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
