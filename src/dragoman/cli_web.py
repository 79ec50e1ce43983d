"""Owns the commands of the web desk: `serve` and `user`; each parses its options and makes one call."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_terminal import complain, write_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.knowledge.load import Knowledge
    from dragoman.store.store import Store

web_app = typer.Typer(rich_markup_mode=None)
user_app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Who may sign in at the desk and correct the record."
)
web_app.add_typer(user_app, name="user")

Archive = Annotated[
    str | None,
    typer.Option("--archive", metavar="PLACE", help="The archive: a file, a folder, or a PostgreSQL address."),
]
Name = Annotated[str, typer.Argument(help="The user's name.")]
# A browser that has half-read a page is not waited for longer, in seconds.
_GRACE = 3


@web_app.command()
def serve(
    archive: Archive = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    public: Annotated[
        bool, typer.Option("--public", help="Reading only: nobody can sign in or change anything.")
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="HOST", help="A host name by which it is asked for; may be given several times."
        ),
    ] = None,
    proxy: Annotated[
        bool,
        typer.Option("--proxy", help="Behind a proxy on this machine: believe what it says of the asker and of TLS."),
    ] = False,
) -> None:
    """Serves the desk to a browser.

    What changed, meetings and deadlines, positions, violence, claims with all their reports, review and
    search; the same as JSON, CSV, calendar and feed. Only this machine can reach it unless told otherwise.
    Ends with Ctrl-C.
    """
    with needed(), opened_store(archive, create=False) as store:
        import uvicorn

        from dragoman.web.app import make_app
        from dragoman.web.connections import Connection
        from dragoman.web.desk import open_desk
        from dragoman.web.gate import LOOPBACK

        listening = listen(host, port)
        if host not in LOOPBACK and not (public or proxy):
            complain(
                "warning: passwords cross the network unencrypted; put a proxy with TLS before it, or use --public"
            )
        desk = open_desk(store, knowledge=bundled_or_own_knowledge(), public=public, hosts=[*(name or ()), host])
        config = uvicorn.Config(
            make_app(desk),
            log_level="warning",
            server_header=False,
            proxy_headers=proxy,
            timeout_graceful_shutdown=_GRACE,
            http=Connection,
            ws="none",
        )
        desk.warm_up()
        shown = f"[{host}]" if ":" in host else host
        write_line(f"http://{shown}:{listening.getsockname()[1]}/")
        complain("Ctrl-C ends it")
        try:
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            listening.close()


@user_app.command("add")
def user_add(name: Name, archive: Archive = None) -> None:
    """Adds a user, or gives one a new password.

    The password is asked for; or it is the first line of standard input, where that is no terminal.
    """
    with needed(), opened_store(archive) as store:
        from dragoman.web.security import add_user

        kept = add_user(store, name, _password())
    write_line(f"{kept} may sign in")


@user_app.command("list")
def user_list(archive: Archive = None) -> None:
    """Prints the users, one a line: name, day added, and whether disabled."""
    with opened_store(archive, create=False) as store:
        from dragoman.store.accounts import users

        for one in users(store):
            write_line("\t".join([one.name, one.made.date().isoformat(), *(["disabled"] if one.disabled else [])]))


@user_app.command("disable")
def user_disable(name: Name, archive: Archive = None) -> None:
    """Lets a user in no more.

    Sessions and tokens end at once; judgements stay, signed with the name. `user add` lets the user in again.
    """
    with opened_store(archive, create=False) as store:
        from dragoman.store.accounts import disable_user

        disable_user(store, name.strip().casefold())
    write_line(f"{name.strip().casefold()} can no longer sign in")


@user_app.command("token")
def user_token(
    name: Name,
    archive: Archive = None,
    label: Annotated[str, typer.Option("--label", help="What it is for.")] = "made on the command line",
) -> None:
    """Prints a new token for a user's programs.

    It is shown this once; the archive keeps only its hash. The user's own page lists tokens and takes them back.
    """
    with needed(), opened_store(archive, create=False) as store:
        from dragoman.web.security import add_token

        secret = add_token(store, name, label)
    write_line(secret)


@contextmanager
def needed(step: str = "the desk needs: pip install 'dragoman[web]'") -> Iterator[None]:
    """Says in one line what to install where a library is missing."""
    from dragoman.errors import ModelMissing

    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("dragoman"):
            raise
        raise ModelMissing(error.name or "a library", step) from error


@contextmanager
def opened_store(archive: str | None, *, create: bool = True) -> Iterator[Store]:
    """The archive of an option or the settings, closed in the end."""
    from dragoman.settings import load_settings
    from dragoman.store.store import open_store

    store = open_store(load_settings(archive=archive).archive, create=create)
    try:
        yield store
    finally:
        store.close()


def bundled_or_own_knowledge() -> Knowledge:
    """The bundled knowledge, with the folder of the settings laid over it."""
    from pathlib import Path

    from dragoman.knowledge.load import load_knowledge
    from dragoman.settings import load_settings

    folder = load_settings().knowledge
    return load_knowledge(Path(folder) if folder else None)


def listen(host: str, port: int) -> socket.socket:
    """The socket, taken before anything else so that a port in use is said in one line."""
    from dragoman.errors import SettingsError

    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen(128)
        except OSError:
            made.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "cannot be used"
        raise SettingsError("--port", f"{host}:{port}: {reason.lower()}", "another --port or --host") from error
    return made


def _password() -> str:
    import sys
    from getpass import getpass

    from dragoman.errors import SettingsError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("Once more: ") != password:
        raise SettingsError("password", "is not the same both times", "the same twice")
    return password
