"""Owns the two ways to reach the server: standard input and output, and HTTP on a port of this machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mcp.server.transport_security import TransportSecuritySettings

if TYPE_CHECKING:
    import socket

    from mcp.server.mcpserver import MCPServer
    from starlette.applications import Starlette

PATH = "/mcp"
LARGEST = 256 * 1024  # bytes of a request; the longest is a judgement with a note
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
# Who has half-read an answer is not waited for longer, in seconds.
_GRACE = 3


def http_app(server: MCPServer, *, hosts: Iterable[str] = ()) -> Starlette:
    """The server as an ASGI application that keeps no sessions.

    Args:
        server: the server.
        hosts: names under which it may be asked for, besides those of this machine: a site that has its own name
            point here must not read it (DNS rebinding).
    """
    names = [*_LOOPBACK, *(f"[{one}]" if ":" in one else one for one in hosts)]
    return server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LARGEST,
        transport_security=TransportSecuritySettings(
            allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
            allowed_origins=[f"{scheme}://{name}{port}" for name in names for scheme in ("http", "https")
                             for port in ("", ":*")],
        ),
    )  # fmt: skip


def serve_http(server: MCPServer, listening: socket.socket, *, hosts: Iterable[str] = ()) -> None:
    """Answers on a socket until it is interrupted."""
    import uvicorn

    config = uvicorn.Config(
        http_app(server, hosts=hosts), log_level="warning", server_header=False, timeout_graceful_shutdown=_GRACE
    )
    uvicorn.Server(config).run(sockets=[listening])
