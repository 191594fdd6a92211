"""Work side by side keeps its order, and an interruption stops it at once."""

from __future__ import annotations

import threading

import pytest

from ghoststatic.content.media.side_by_side import side_by_side


def test_results_come_with_their_items_in_order() -> None:
    with side_by_side(lambda number: number * 2, range(50), 8) as results:
        assert list(results) == [(n, n * 2) for n in range(50)]


def test_nothing_to_do_is_done() -> None:
    numbers: list[int] = []
    with side_by_side(lambda number: number, numbers, 8) as results:
        assert list(results) == []


def test_an_interruption_does_not_wait_for_what_has_not_begun() -> None:
    begun: list[int] = []
    gate = threading.Event()

    def work(number: int) -> int:
        begun.append(number)
        if number:
            gate.wait(5)
        return number

    def interrupted() -> None:
        with side_by_side(work, range(1000), 2) as results:
            next(results)
            threading.Timer(0.05, gate.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(begun) < 10


def test_an_error_in_the_work_is_raised() -> None:
    def work(number: int) -> int:
        raise ValueError(number)

    with side_by_side(work, range(3), 2) as results, pytest.raises(ValueError, match="0"):
        list(results)
