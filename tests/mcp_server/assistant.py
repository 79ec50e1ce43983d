"""A client as an assistant has one: the SDK's own, in this program or over a wire."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mcp import Client


class Assistant:
    """Asks a server as an assistant does, through the SDK's client.

    Args:
        target: a server in this program, an address, or the parameters of a command.
    """

    def __init__(self, target: Any) -> None:
        self._target = target

    def do(self, work: Callable[[Client], Awaitable[Any]]) -> Any:
        """Runs some work with a connected client."""
        from mcp import Client

        async def run() -> Any:
            async with Client(self._target) as client:
                return await work(client)

        # In a thread of its own: a browser of other tests keeps a loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, run()).result()

    def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The answer of a tool; it must have given one."""
        result = self.do(lambda client: client.call_tool(tool, arguments))
        assert not result.is_error, result.content[0].text
        answer: dict[str, Any] = result.structured_content
        return answer

    def fault(self, tool: str, **arguments: Any) -> str:
        """What a tool says is wrong; it must have said so."""
        result = self.do(lambda client: client.call_tool(tool, arguments))
        assert result.is_error
        return str(result.content[0].text)

    def read(self, uri: str) -> str:
        """The text of a resource."""
        return str(self.do(lambda client: client.read_resource(uri)).contents[0].text)
