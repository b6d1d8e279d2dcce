"""Memory of large pages is given back when the process has grown, and only then."""

from __future__ import annotations

from newscrawl.trimming import GROWTH, TRIMS, Trimmer


class Heap:
    """Stands in for the process."""

    def __init__(self) -> None:
        self.size = 100_000_000
        self.kept = 0
        self.trims = 0

    def trim(self, pad: int) -> None:
        self.trims += 1
        self.size -= self.kept
        self.kept = 0


def test_what_a_large_page_took_is_given_back_even_later() -> None:
    heap = Heap()
    trimmer = Trimmer(heap.trim, lambda: heap.size)
    heap.size, heap.kept = heap.size + 50_000_000, 30_000_000
    trimmer.look()
    assert heap.size == 120_000_000
    heap.kept = 20_000_000
    trimmer.look()
    assert (heap.size, heap.trims) == (100_000_000, 2)


def test_a_process_that_needs_its_memory_is_left_alone() -> None:
    heap = Heap()
    trimmer = Trimmer(heap.trim, lambda: heap.size)
    trimmer.look()
    assert heap.trims == 0
    heap.size += GROWTH
    for _ in range(3 * TRIMS):
        trimmer.look()
    assert heap.trims == TRIMS
