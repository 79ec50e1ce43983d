"""Owns the reader that asks a language model, window by window, and takes its answers only as far as they are sound."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dragoman.contract.reading import Frame, Reading, Reference, Span
from dragoman.errors import LanguageModelError
from dragoman.language.annotations import passage_of
from dragoman.language.llm.answers import Answer, Mended, answer_of, mended
from dragoman.language.llm.cache import Cache, cache_key
from dragoman.language.llm.client import Client, Completion, Server, estimated_tokens
from dragoman.language.llm.prompt import Message, Prompt, again, shipped_prompt
from dragoman.language.llm.windows import Window, windows
from dragoman.language.sentences import sentences

_log = logging.getLogger("dragoman.llm")
# Tokens that one answer may have: some sixty frames.
MOST_TOKENS = 6_000
# A model's answer comes without a probability. This stands for it, measured on no model: two careful people
# who mark the same text agree on as large a share of the frames.
ASSUMED = 0.85
_LONGEST_HEADLINE = 400
_LONGEST_AGAIN = 30_000


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in whatever money; 0 where nobody said."""

    read: float = 0.0
    written: float = 0.0


@dataclass(slots=True)
class Spent:
    """What a reader has used and lost so far.

    Attributes:
        requests: answers that the server gave.
        kept: answers that were kept from before.
        read, written: tokens of requests and answers, those kept not counted.
        again: answers that were asked for a second time because of their faults.
        dropped: frames whose form was still faulty then.
        cut: fillers, references and issues likewise, of frames that stay.
        unread: sentences whose answer could not be used at all.
    """

    requests: int = 0
    kept: int = 0
    read: int = 0
    written: int = 0
    again: int = 0
    dropped: int = 0
    cut: int = 0
    unread: int = 0

    def cost(self, prices: Prices) -> float:
        """What it cost."""
        return (self.read * prices.read + self.written * prices.written) / 1e6

    def line(self, prices: Prices) -> str:
        """All of it in one line."""
        asked = f"{self.requests} requests, {self.kept} answers kept from before"
        cost = f", cost {self.cost(prices):.4f}" if prices.read or prices.written else ""
        lost = f"{self.dropped} frames dropped, {self.cut} parts cut, {self.unread} sentences unread"
        return f"{asked}; {self.read} tokens read, {self.written} written{cost}; {self.again} asked again, {lost}"


class LanguageModelReader:
    """Reads documents by a language model; fulfils `contract.reading.Reads`.

    Texts are sent to the server. What it answers is checked as annotations are: every span must stand in its
    sentence, every word of the vocabulary be known. A faulty answer is asked for once more; what is faulty
    then is left out and counted.
    """

    def __init__(
        self,
        server: Server,
        *,
        prompt: Prompt | None = None,
        cache: Path | None = None,
        budget: int | None = None,
        prices: Prices | None = None,
        parallel: int = 4,
        client: Client | None = None,
    ) -> None:
        """A reader.

        Args:
            server: where the model answers.
            prompt: another prompt than the shipped one.
            cache: folder that keeps answers; None keeps none.
            budget: tokens that may be used in all, read and written; None sets no limit.
            prices: for the log.
            parallel: windows of a document that are asked at a time.
            client: asks the server; None makes one.
        """
        self.server, self.prompt = server, prompt or shipped_prompt()
        self.prices, self.spent = prices or Prices(), Spent()
        self._client = client or Client(server)
        self._cache, self._budget, self._parallel = Cache(cache), budget, parallel
        # Tokens that the requests under way may use.
        self._promised: list[int] = []
        self._turn = threading.Condition()

    @property
    def name(self) -> str:
        """The model, and the version of the prompt."""
        return f"llm {self.server.model}, prompt {self.prompt.version}"

    def read(self, text: str, *, title_end: int = 0, published: date | None = None) -> Reading:
        """The reading of a document's text; see `contract.reading.Reads`.

        Raises:
            LanguageModelError: the server cannot be asked, or the budget is used up.
        """
        found = sentences(text)
        headline = " ".join(text[:title_end].split())[:_LONGEST_HEADLINE] or None
        asked = list(windows(found, headline))
        sent = sum(len(one.spans) - one.first + 1 for one in asked)
        if sent < len(found):
            _log.warning("%d overlong sentences are not read", len(found) - sent)
            self._count(unread=len(found) - sent)
        reading = _joined(self._readings(asked, text, published), found, self.name)
        _log.info("%s: %d windows, %d frames; %s", self.name, len(asked), len(reading.frames), self._line())
        return reading

    def _readings(self, asked: Sequence[Window], text: str, published: date | None) -> list[Reading]:
        """The readings of windows in their order, asked for side by side."""
        if self._parallel == 1 or len(asked) < 2:
            return [one for window in asked for one in self._window(window, text, published)]
        pool = ThreadPoolExecutor(min(self._parallel, len(asked)))
        try:
            parts = list(pool.map(lambda window: self._window(window, text, published), asked))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # after a fault nobody waits for the others' answers
        return [one for part in parts for one in part]

    def _window(self, window: Window, text: str, published: date | None) -> list[Reading]:
        """The readings of a window, in offsets of the document: one, or more where it had to be parted."""
        given = window.sentences(text)
        messages = self.prompt.messages(given, first=window.first, headline=window.headline, published=published)
        first = self._ask(messages)
        if not first.whole:
            halves = window.halves()
            if halves is not None:
                return [one for half in halves for one in self._window(half, text, published)]
        answer = answer_of(first.text, given, first=window.first)
        if answer.faults:
            answer = self._asked_again(messages, first, answer, given, window.first)
        left = mended(answer, given)
        self._note(window, answer, left)
        line = {"id": self.name, "sentences": given, "frames": list(left.frames), "refs": list(left.references)}
        return [window.in_document(passage_of(line, reader=self.name).reading, text)]

    def _asked_again(
        self, messages: Sequence[Message], first: Completion, answer: Answer, given: Sequence[str], number: int
    ) -> Answer:
        """The better of the first answer and a second one."""
        self._count(again=1)
        second = self._ask(again(messages, first.text[:_LONGEST_AGAIN], answer.faults))
        better = answer_of(second.text, given, first=number)
        return better if better.found and (not answer.found or len(better.faults) <= len(answer.faults)) else answer

    def _ask(self, messages: Sequence[Message]) -> Completion:
        key = cache_key(self.server.base_url, self.server.model, messages, MOST_TOKENS)
        kept = self._cache.get(key)
        if kept is not None:
            self._count(kept=1)
            return kept
        begun = time.monotonic()
        with self._within_budget(messages) as most:
            found = self._client.complete(messages, most_tokens=most)
            self._count(requests=1, read=found.read, written=found.written)
        _log.info(
            "%s: %d tokens read, %d written in %.1f s",
            self.server.model, found.read, found.written, time.monotonic() - begun,
        )  # fmt: skip
        if found.whole or most == MOST_TOKENS:
            self._cache.put(key, found)
        return found

    @contextmanager
    def _within_budget(self, messages: Sequence[Message]) -> Iterator[int]:
        """Tokens that an answer may have; waits while others may use up what is needed.

        Raises:
            LanguageModelError: too little is left for a request.
        """
        if self._budget is None:
            yield MOST_TOKENS
            return
        request = estimated_tokens("".join(message["content"] for message in messages))
        with self._turn:
            while True:
                left = self._budget - self.spent.read - self.spent.written - sum(self._promised) - request
                if left >= MOST_TOKENS or not self._promised:
                    break
                self._turn.wait()
            if left <= 0:
                problem = f"the budget of {self._budget} tokens is used up ({self._line()})"
                raise LanguageModelError(self.server.model, problem, "raise --llm-max-tokens; answers are kept")
            most = min(MOST_TOKENS, left)
            self._promised.append(request + most)
        try:
            yield most
        finally:
            with self._turn:
                self._promised.remove(request + most)
                self._turn.notify_all()

    def _note(self, window: Window, answer: Answer, left: Mended) -> None:
        if not answer.found:
            lost = len(window.spans) - window.first + 1
            _log.warning("%s: the answer about %d sentences could not be used", self.name, lost)
            self._count(unread=lost)
        if left.dropped or left.cut:
            _log.info("%s: %d frames dropped, %d parts cut: %s", self.name, left.dropped, left.cut, answer.faults[:3])
        self._count(dropped=left.dropped, cut=left.cut)

    def _count(self, **more: int) -> None:
        with self._turn:
            for name, number in more.items():
                setattr(self.spent, name, getattr(self.spent, name) + number)

    def _line(self) -> str:
        return self.spent.line(self.prices)


def _joined(readings: Iterable[Reading], found: Sequence[Span], name: str) -> Reading:
    """The windows' readings as one; happenings of several windows are kept apart."""
    frames: list[Frame] = []
    references: set[Reference] = set()
    happenings: dict[tuple[int, int], int] = {}
    for number, one in enumerate(readings):
        for frame in one.frames:
            happening = happenings.setdefault((number, frame.happening), len(happenings) + 1)
            fillers = tuple(replace(filler, confidence=ASSUMED) for filler in frame.fillers)
            frames.append(replace(frame, happening=happening, fillers=fillers, confidence=ASSUMED))
        references.update(replace(one, confidence=ASSUMED) for one in one.references)
    return Reading(
        reader=name,
        sentences=tuple(found),
        frames=tuple(sorted(frames, key=lambda frame: frame.trigger)),
        references=tuple(sorted(references, key=lambda one: (one.span, one.antecedents))),
    )
