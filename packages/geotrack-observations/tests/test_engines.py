"""Row groups are worked at ahead of the reader, and their results come in order."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from geotrack_observations.engines import Threads, in_order


def test_results_come_in_order_whichever_is_ready_first() -> None:
    def slower_first(i: int) -> int:
        time.sleep(0.002 * (20 - i))
        return i * i

    engine = Threads()
    engine.check(Path("anything"))
    assert list(engine.each(slower_first, range(20))) == [i * i for i in range(20)]


def test_one_row_group_is_worth_no_thread() -> None:
    assert list(Threads().each(lambda _: threading.get_ident(), [3])) == [threading.get_ident()]


@given(st.integers(0, 30), st.integers(1, 8))
def test_no_more_is_begun_than_so_many_ahead(groups: int, ahead: int) -> None:
    begun: list[int] = []

    def begin(i: int) -> Future[int]:
        begun.append(i)
        done: Future[int] = Future()
        done.set_result(i)
        return done

    for n, result in enumerate(in_order(begin, range(groups), ahead)):
        assert result == n
        assert len(begun) <= min(groups, n + ahead)
    assert begun == list(range(groups))
