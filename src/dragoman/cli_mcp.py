"""Owns the command `mcp`: an archive served to assistants; it parses its options and makes one call."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli_terminal import complain, write_line
from dragoman.cli_web import Archive, bundled_or_own_knowledge, listen, needed, opened_store

mcp_app = typer.Typer(rich_markup_mode=None)


@mcp_app.command()
def mcp(
    archive: Archive = None,
    http: Annotated[
        bool, typer.Option("--http", help="Answer over HTTP at /mcp; otherwise over standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option("--host", help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="With --http: the port; 0 takes a free one.")
    ] = 8001,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="With --http: a host name by which it is asked for; repeatable."),
    ] = None,
    judgements: Annotated[
        bool,
        typer.Option("--judgements", help="Let users with a token add judgements; nothing else can be written."),
    ] = False,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            metavar="FILE",
            help="Without --http: a file with the token of who judges.",
        ),
    ] = None,
) -> None:
    """Serves an archive to assistants by the Model Context Protocol (MCP).

    Tools for processes, briefs, entries, claims, changes, deadlines, search and articles; every answer carries
    quotes and ids. It only reads, unless --judgements is given. Over HTTP only this machine can reach it unless
    told otherwise, and each request that judges brings its own token. Ends with its input, or with Ctrl-C.
    """
    with (
        needed("the server for assistants needs: pip install 'dragoman[mcp]'"),
        opened_store(archive, create=False) as store,
    ):
        from dragoman.mcp_server.server import make_server
        from dragoman.mcp_server.serving import serve_http
        from dragoman.mcp_server.writing import Writers, read_token
        from dragoman.web.desk import open_desk

        _check(http=http, judgements=judgements, token_file=token_file)
        writers = Writers(store, read_token(token_file) if token_file else None) if judgements else None
        desk = open_desk(store, knowledge=bundled_or_own_knowledge())
        server = make_server(desk, writers)
        if not http:
            server.run("stdio")
            return
        listening = listen(host, port)
        shown = f"[{host}]" if ":" in host else host
        write_line(f"http://{shown}:{listening.getsockname()[1]}/mcp")
        complain("Ctrl-C ends it")
        try:
            serve_http(server, listening, hosts=[*(name or ()), host])
        finally:
            listening.close()


def _check(*, http: bool, judgements: bool, token_file: Path | None) -> None:
    from dragoman.errors import SettingsError

    if token_file is not None and (http or not judgements):
        raise SettingsError("--token-file", "has no use here", "it with --judgements and without --http")
    if judgements and not http and token_file is None:
        raise SettingsError("--judgements", "nobody could judge", "--token-file with a user's token as well, or --http")
