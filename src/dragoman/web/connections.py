"""Owns how long a connection may take: to send a request, and to take an answer; uvicorn itself waits for ever."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# A request of at most `gate.LARGEST` bytes has to be there whole after so many seconds.
ARRIVES_WITHIN = 20.0
# An answer of which nothing is taken for so many seconds is not waited for.
TAKEN_WITHIN = 60.0
_HALF_OPEN = (h11.IDLE, h11.SEND_BODY)


class Connection(H11Protocol):
    """A connection that is closed when a request stays half sent, or an answer is not read."""

    _arriving: asyncio.TimerHandle | None = None
    _leaving: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begins to wait for the first request."""
        super().connection_made(transport)
        self._await_request()

    def data_received(self, data: bytes) -> None:
        """Takes what has come, and waits on as long as a request is half sent."""
        super().data_received(data)
        if self.conn.their_state in _HALF_OPEN:
            self._await_request()
        else:
            self._stop_waiting()

    def pause_writing(self) -> None:
        """Begins to wait for the reader of an answer."""
        super().pause_writing()
        self._leaving = self._leaving or self.loop.call_later(TAKEN_WITHIN, self.transport.abort)

    def resume_writing(self) -> None:
        """The reader goes on."""
        super().resume_writing()
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits for nothing any more."""
        self._stop_waiting()
        if self._leaving is not None:
            self._leaving.cancel()
        super().connection_lost(exc)

    def _await_request(self) -> None:
        # What was begun is not begun anew by another byte.
        self._arriving = self._arriving or self.loop.call_later(ARRIVES_WITHIN, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None
