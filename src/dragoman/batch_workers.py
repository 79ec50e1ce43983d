"""Owns the processes that code: forked with everything loaded, renewed, and replaced where one dies; and threads.

Does not code: a worker calls `batch.coded_chunk`.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from dragoman.batch import LIFETIME, Coded, Input, Reading, coded_chunk, ready_coder, set_aside, size_of

if TYPE_CHECKING:
    from dragoman.coding.coder import Coder

# Runs that wait for a worker, for each worker: enough that none is idle, few enough to be held in memory.
AHEAD = 2
DIED = "the process that coded it ended (out of memory?)"


@dataclass(frozen=True)
class Recipe:
    """What a worker needs: a coder, or how to make it where it cannot be handed over.

    Attributes:
        coder: the coder; a forked process shares it.
        reading: day and publisher of inputs whose source names none.
        folder: files of knowledge laid over the bundled ones.
        bundled: whether the coder is nothing but the bundled one with the folder.
    """

    coder: Coder
    reading: Reading
    folder: Path | None = None
    bundled: bool = True


# What a worker works with; set once when its process starts.
_WORK: ContextVar[tuple[Coder, Reading]] = ContextVar("work")


def in_processes(chunks: Iterable[Sequence[Input]], recipe: Recipe, *, jobs: int) -> Iterator[Coded]:
    """The results of runs of inputs, in order; a document that ends its process is set aside.

    Where processes can be forked they share the loaded knowledge and models; elsewhere each loads the
    bundled ones, and a coder made of others codes in this process.
    """
    if not _can_fork() and not recipe.bundled:
        for chunk in chunks:
            yield from coded_chunk(chunk, coder=recipe.coder, reading=recipe.reading)
        return
    crew = _Crew(recipe, jobs)
    waiting: deque[tuple[Sequence[Input], Future[list[Coded]] | None]] = deque()
    done = 0
    try:
        for chunk in chunks:
            waiting.append((chunk, crew.give(chunk)))
            done += size_of(chunk)
            while len(waiting) > AHEAD * jobs or (waiting and done >= LIFETIME * jobs):
                yield from crew.result(*waiting.popleft())
            if done >= LIFETIME * jobs:
                crew.renew()
                done = 0
        while waiting:
            yield from crew.result(*waiting.popleft())
    finally:
        crew.leave()


def in_threads(inputs: Iterable[Input], coder: Coder, reading: Reading, *, jobs: int) -> Iterator[Coded]:
    """The results of inputs, in order, so many of them coded at a time by threads that share one reader."""
    with ThreadPoolExecutor(jobs) as pool:
        waiting: deque[Future[list[Coded]]] = deque()
        try:
            for one in inputs:
                waiting.append(pool.submit(coded_chunk, [one], coder=coder, reading=reading))
                while len(waiting) > AHEAD * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _can_fork() -> bool:
    # macOS has it too, but its own libraries do not survive it.
    return sys.platform.startswith("linux") and "fork" in multiprocessing.get_all_start_methods()


@dataclass
class _Crew:
    """The processes at work; a new pool stands in where one broke."""

    recipe: Recipe
    jobs: int
    pool: ProcessPoolExecutor | None = None

    def give(self, chunk: Sequence[Input]) -> Future[list[Coded]] | None:
        """Gives a run to the next free process; None where the pool has just broken."""
        try:
            if self.pool is None:
                self.pool = _pool(self.recipe, self.jobs)
            with warnings.catch_warnings():
                # Python 3.12 warns of forking beside threads; ours are idle ones of numpy.
                warnings.simplefilter("ignore", DeprecationWarning)
                return self.pool.submit(_work, chunk)
        except BrokenProcessPool:
            return None

    def result(self, chunk: Sequence[Input], future: Future[list[Coded]] | None) -> list[Coded]:
        """What became of a run; where its process died, each of its inputs is tried in one of its own."""
        try:
            if future is not None:
                return future.result()
        except BrokenProcessPool:
            self.renew()
        return [result for one in chunk for result in self._alone(one)]

    def _alone(self, one: Input) -> list[Coded]:
        single = replace(self, jobs=1, pool=None)
        try:
            future = single.give([one])
            return [set_aside(one, DIED)] if future is None else future.result()
        except BrokenProcessPool:
            return [set_aside(one, DIED)]
        finally:
            single.leave()

    def renew(self) -> None:
        """Ends the processes; new ones start with the next run."""
        self.leave()
        self.pool = None

    def leave(self) -> None:
        """Ends the processes."""
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)


def _pool(recipe: Recipe, jobs: int) -> ProcessPoolExecutor:
    if _can_fork():
        begin = (recipe.coder, recipe.reading)
        return ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), initializer=_begin, initargs=begin)
    load = (recipe.folder, recipe.coder.triage, recipe.reading)
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_load, initargs=load)


def _begin(coder: Coder, reading: Reading) -> None:
    Thread(target=_end_with_parent, name="dragoman-parent", daemon=True).start()
    _WORK.set((coder, reading))


def _end_with_parent() -> None:
    """Waits until the process that began this one has ended, however it did, and ends this one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # nobody is left to be told


def _load(folder: Path | None, triage: bool, reading: Reading) -> None:
    _begin(ready_coder(folder=folder, triage=triage), reading)


def _work(chunk: Sequence[Input]) -> list[Coded]:
    coder, reading = _WORK.get()
    return coded_chunk(chunk, coder=coder, reading=reading)
