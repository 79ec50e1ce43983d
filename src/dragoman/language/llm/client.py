"""Owns asking a language model's server for one completion: OpenAI's chat interface, as many servers have it.

What fails for the moment is tried again. The key goes to the server's own address only, and into no message.
"""

from __future__ import annotations

import json
import logging
import os
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpcore

from dragoman.errors import LanguageModelError, SettingsError
from dragoman.language.llm.prompt import Message

_log = logging.getLogger("dragoman.llm")
# Tries of one request in all, and the seconds before the second; each further wait is twice as long.
TRIES, FIRST_WAIT, LONGEST_WAIT = 5, 1.0, 60.0
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LARGEST = 4 * 1024 * 1024
# What some servers refuse, and what they want instead.
_OPTIONAL: Mapping[str, str | None] = {"max_tokens": "max_completion_tokens", "temperature": None, "seed": None}
SEED = 7


@dataclass(frozen=True, slots=True)
class Server:
    """Where a model answers.

    Attributes:
        base_url: such as http://localhost:11434/v1; `/chat/completions` is put behind it.
        model: its name there.
        key: sent as a bearer token; None sends none.
        seconds: that one try may take.
    """

    base_url: str
    model: str
    key: str | None = field(default=None, repr=False)
    seconds: float = 120.0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            parts, host = urlsplit(""), None
        if parts.scheme not in {"http", "https"} or not host or not self.base_url.isascii():
            raise SettingsError("llm_base_url", "is no address", "one such as 'http://localhost:11434/v1'")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise SettingsError("llm_base_url", "holds more than host and path", "the key as DRAGOMAN_LLM_KEY")
        if not self.model.strip():
            raise SettingsError("llm_model", "is not given", "the model's name as its server has it")
        if self.key is not None and not (self.key.isascii() and self.key.isprintable()):
            raise SettingsError("llm_key", "holds characters that no key has", "the key alone")

    @property
    def address(self) -> str:
        """Where requests go."""
        return self.base_url.rstrip("/") + "/chat/completions"


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote.

    Attributes:
        whole: False where it was cut off at the most tokens allowed.
        read: tokens of the request, by the server's count, else estimated.
        written: tokens of the answer, likewise.
    """

    text: str
    whole: bool
    read: int
    written: int


def estimated_tokens(text: str) -> int:
    """How many tokens a text has, rather too many than too few: three characters each."""
    return len(text) // 3 + 1


class _Again(Exception):
    """A try that failed for the moment.

    Attributes:
        wait: seconds that the server asks to wait, None where it does not say.
    """

    def __init__(self, problem: str, wait: float | None = None) -> None:
        super().__init__(problem)
        self.wait = wait


class Client:
    """Asks one server; may be used by several threads."""

    def __init__(
        self,
        server: Server,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server = server
        self._sleep, self._clock = sleep, clock
        context = None
        if server.base_url.startswith("https"):
            context = ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or _certificates())
        # An answer takes seconds: a connection that is kept would save nothing, and have to be closed by somebody.
        self._pool = httpcore.ConnectionPool(ssl_context=context, max_connections=16, max_keepalive_connections=0)
        self._refused: set[str] = set()

    def complete(self, messages: Sequence[Message], *, most_tokens: int) -> Completion:
        """The model's answer.

        Args:
            messages: roles and contents.
            most_tokens: that the answer may have.

        Raises:
            LanguageModelError: the server cannot be reached, refuses, or answers with something else.
        """
        wait = FIRST_WAIT
        for left in reversed(range(TRIES)):
            try:
                return self._try(messages, most_tokens)
            except _Again as error:
                if not left:
                    raise self._error(f"{error} ({TRIES} times)", "try again later") from error
                pause = min(max(wait, error.wait or 0.0), LONGEST_WAIT)
                _log.info("%s: %s; trying again in %.0f s", self.server.model, error, pause)
                self._sleep(pause)
                wait *= 2
        raise AssertionError("the last try returns or raises")

    def _try(self, messages: Sequence[Message], most_tokens: int) -> Completion:
        body = {
            "model": self.server.model,
            "messages": list(messages),
            "temperature": 0,
            "seed": SEED,
            "max_tokens": most_tokens,
        }
        while True:
            status, headers, data = self._post(self._accepted(body))
            refused = self._parameter_refused(status, data)
            if refused is None:
                break
            _log.info("%s takes no %s", self.server.model, refused)
            self._refused.add(refused)
        if status in _AGAIN:
            raise _Again(f"answers with status {status}{self._reason(data)}", _seconds(headers.get("retry-after")))
        if status != 200:
            raise self._error(f"answers with status {status}{self._reason(data)}", _next_step(status))
        return self._completion(messages, data)

    def _accepted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The request with what the server does not take left out or renamed."""
        names = {name: _OPTIONAL[name] if name in self._refused else name for name in body}
        return {new: body[name] for name, new in names.items() if new is not None}

    def _parameter_refused(self, status: int, data: bytes) -> str | None:
        if status not in {400, 422}:
            return None
        said = data.decode("utf-8", "replace")
        return next((name for name in _OPTIONAL if name not in self._refused and f"{name}'" in said), None)

    def _post(self, body: Mapping[str, Any]) -> tuple[int, dict[str, str], bytes]:
        headers = {
            "Host": urlsplit(self.server.base_url).netloc,
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "dragoman",
            **({"Authorization": f"Bearer {self.server.key}"} if self.server.key else {}),
        }
        end = self._clock() + self.server.seconds
        timeout = {"connect": min(15.0, self.server.seconds), "pool": self.server.seconds}
        timeout |= {"read": self.server.seconds, "write": self.server.seconds}
        try:
            with self._pool.stream(
                "POST",
                self.server.address,
                headers=[(name.encode(), value.encode()) for name, value in headers.items()],
                content=json.dumps(body).encode(),
                extensions={"timeout": timeout},
            ) as response:
                found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                return response.status, found, b"".join(self._parts(response.iter_stream(), end))
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise _Again(f"does not answer within {self.server.seconds:g} s") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            raise _Again(f"cannot be reached ({self._plain(str(error)) or 'no connection'})") from error

    def _parts(self, parts: Iterator[bytes], end: float) -> Iterator[bytes]:
        size = 0
        for part in parts:
            size += len(part)
            if size > _LARGEST:
                raise self._error(f"sends more than {_LARGEST >> 20} MB", "check the address")
            if self._clock() > end:
                raise TimeoutError
            yield part

    def _completion(self, messages: Sequence[Message], data: bytes) -> Completion:
        try:
            found = json.loads(data)
            choice = found["choices"][0]
            text = choice["message"]["content"]
            text = "" if text is None else text  # refused, or withheld by a filter
            if not isinstance(text, str):
                raise TypeError
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            # A server that is overloaded or cut off sends half an object.
            raise _Again(f"answers with no completion{self._reason(data)}") from error
        usage = found.get("usage")
        usage = usage if isinstance(usage, dict) else {}
        asked = "".join(message["content"] for message in messages)
        return Completion(
            text,
            whole=choice.get("finish_reason") != "length",
            read=_count(usage.get("prompt_tokens"), asked),
            written=_count(usage.get("completion_tokens"), text),
        )

    def _error(self, problem: str, next_step: str) -> LanguageModelError:
        return LanguageModelError(self.server.base_url, problem, next_step)

    def _reason(self, data: bytes) -> str:
        """What the server says about it, in one short line."""
        try:
            found = json.loads(data)
            said = found["error"]["message"]
        except (ValueError, LookupError, TypeError, RecursionError):
            said = data.decode("utf-8", "replace")
        said = self._plain(str(said))
        return f" ({said})" if said else ""

    def _plain(self, text: str) -> str:
        """One short line of printable characters, without the key."""
        if self.server.key:
            text = text.replace(self.server.key, "…")
        return "".join(c for c in " ".join(text.split()) if c.isprintable())[:200]


def _count(reported: object, text: str) -> int:
    known = isinstance(reported, int) and not isinstance(reported, bool) and 0 <= reported < 1e9
    return reported if known and isinstance(reported, int) else estimated_tokens(text)


def _seconds(header: str | None) -> float | None:
    try:
        return min(max(float(header or ""), 0.0), LONGEST_WAIT)
    except ValueError:
        return None


def _next_step(status: int) -> str:
    return {
        401: "check the key (DRAGOMAN_LLM_KEY)",
        403: "check the key (DRAGOMAN_LLM_KEY)",
        404: "check --llm-base-url and --llm-model",
    }.get(status, "check the server's settings")


def _certificates() -> str:
    import certifi

    return certifi.where()
