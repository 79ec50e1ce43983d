"""Who may write, from where, how often one may try, and what a browser is told to keep to."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from desk_world import PASSWORD, Clock, form_token, knowledge
from dragoman.errors import SettingsError, StoreError
from dragoman.store import accounts
from dragoman.store.store import Store
from dragoman.web import passwords, security
from dragoman.web.app import make_app
from dragoman.web.desk import Desk, open_desk
from dragoman.web.gate import LARGEST
from dragoman.web.security import MOST_ADDRESS, MOST_NAME, add_token, add_user, safe_next

JUDGE = "/api/v1/judgements"
SignedIn = Callable[..., TestClient]
Browser = Callable[[], TestClient]


def first_claim(client: TestClient) -> str:
    return str(client.get("/api/v1/processes/all/events").json()["items"][0]["id"])


def sign_in(client: TestClient, name: str = "anna", password: str = PASSWORD, **more: str) -> int:
    form = {"csrf": form_token(client, "/signin"), "name": name, "password": password, **more}
    return client.post("/signin", data=form).status_code


def test_no_secret_is_kept_as_it_is(store: Store, signed_in: SignedIn) -> None:
    client = signed_in()
    token = add_token(store, "anna", "mine")
    session = client.cookies["dragoman_session"]
    with store.engine.connect() as connection:
        rows = [
            row
            for table in ("users", "sessions", "tokens")
            for row in connection.execute(sa.text(f"SELECT * FROM {table}"))
        ]
    kept = repr(rows)
    assert "argon2id" in kept
    assert not [secret for secret in (PASSWORD, session, token, token.removeprefix("dgm_")) if secret in kept]


def test_reading_needs_no_name_and_writing_does(client: TestClient) -> None:
    assert client.get("/review").status_code == 200
    answer = client.post(JUDGE, json={"verdict": "right", "one": first_claim(client)})
    assert (answer.status_code, answer.json()["error"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert client.post("/review/judge", data={"verdict": "right", "one": "x"}).status_code == 401
    assert client.get("/account").status_code == 401
    assert client.get(JUDGE).json()["total"] == 0


def test_a_session_lets_write_until_it_is_ended(signed_in: SignedIn) -> None:
    client = signed_in()
    csrf = form_token(client, "/account")
    form = {"csrf": csrf, "verdict": "right", "one": first_claim(client), "next": "/review?kind=disputed"}
    answer = client.post("/review/judge", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?kind=disputed")
    (made,) = client.get(JUDGE).json()["items"]
    assert (made["by"], made["verdict"]) == ("anna", "right")
    stolen = client.cookies["dragoman_session"]
    assert client.post("/signout", data={"csrf": csrf}).status_code == 303
    client.cookies.set("dragoman_session", stolen)
    assert client.post("/review/judge", data=form).status_code == 401


def test_a_session_that_somebody_else_put_there_is_not_taken_over(store: Store, browser: Browser) -> None:
    add_user(store, "anna", PASSWORD)
    client = browser()
    client.cookies.set("dragoman_session", "planted")
    assert sign_in(client) == 303
    own = next(one.value for one in client.cookies.jar if one.name == "dragoman_session" and one.value != "planted")
    for value, status in (("planted", 401), (own, 200)):
        other = browser()
        other.cookies.set("dragoman_session", str(value))
        assert other.get("/account").status_code == status
    assert str(own) not in client.get("/account").text


def test_a_session_ends_by_itself(signed_in: SignedIn, clock: Clock) -> None:
    client = signed_in()
    for _ in range(3):
        clock.move(hours=11)
        assert client.get("/account").status_code == 200
    clock.move(hours=13)
    assert client.get("/account").status_code == 401
    client = signed_in("bela")
    for _ in range(14 * 24 // 11):
        clock.move(hours=11)
        client.get("/p")
    clock.move(hours=11)
    assert client.get("/account").status_code == 401


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(desk: Desk, store: Store) -> None:
    add_user(store, "anna", PASSWORD)
    plain = TestClient(make_app(desk), base_url="http://localhost", follow_redirects=False)
    tls = TestClient(make_app(desk), base_url="https://localhost", follow_redirects=False)
    for client, name in ((plain, "dragoman_session"), (tls, "__Host-dragoman_session")):
        form = {"csrf": form_token(client, "/signin"), "name": "anna", "password": PASSWORD}
        told = client.post("/signin", data=form).headers["set-cookie"]
        assert told.startswith(f"{name}=")
        assert "HttpOnly" in told
        assert "SameSite=lax" in told
        assert "Path=/" in told
        assert ("Secure" in told) == (client is tls)


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "é"])
def test_a_form_of_another_maker_is_refused(signed_in: SignedIn, csrf: str | None) -> None:
    client = signed_in()
    for path in ("/review/judge", "/account/tokens", "/account/tokens/remove", "/signout"):
        form = {"verdict": "right", "one": first_claim(client), "label": "x", "id": "x"}
        answer = client.post(path, data=form | ({} if csrf is None else {"csrf": csrf}))
        assert answer.status_code == 403
    answer = client.post(JUDGE, json={"verdict": "right", "one": first_claim(client)})
    assert answer.status_code == 403
    assert client.get(JUDGE).json()["total"] == 0


def test_the_interface_takes_the_forms_token_in_a_header(signed_in: SignedIn) -> None:
    client = signed_in()
    headers = {"X-CSRF-Token": form_token(client, "/account")}
    answer = client.post(JUDGE, json={"verdict": "right", "one": first_claim(client)}, headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_site_sends_is_refused(signed_in: SignedIn, headers: dict[str, str]) -> None:
    client = signed_in()
    form = {"csrf": form_token(client, "/account"), "verdict": "right", "one": first_claim(client)}
    answer = client.post("/review/judge", data=form, headers={"Accept": "application/json", **headers})
    assert (answer.status_code, answer.json()["error"]) == (403, "other_site")
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/review/judge", data=form, headers=own).status_code == 303


def test_signing_in_needs_a_form_of_this_desk_too(client: TestClient, store: Store) -> None:
    add_user(store, "anna", PASSWORD)
    assert client.post("/signin", data={"name": "anna", "password": PASSWORD}).status_code == 403
    assert sign_in(client) == 303


def test_a_wrong_name_and_a_wrong_password_are_told_alike(client: TestClient, store: Store) -> None:
    add_user(store, "anna", PASSWORD)
    pages = []
    for name, password in (("anna", "not the password"), ("nobody", PASSWORD), (" ", " "), ("a" * 4000, "x")):
        form = {"csrf": form_token(client, "/signin"), "name": name, "password": password}
        answer = client.post("/signin", data=form)
        assert answer.status_code == 401
        pages.append(answer.text)
    assert len(set(pages)) == 1
    assert "dragoman_session" not in client.cookies


def test_guessing_is_stopped_also_after_a_restart(store: Store, browser: Browser, clock: Clock) -> None:
    add_user(store, "anna", PASSWORD)
    client = browser()
    assert [sign_in(client, password=f"guess number {n}") for n in range(MOST_NAME)] == [401] * MOST_NAME
    again = TestClient(
        make_app(open_desk(store, knowledge=knowledge())), base_url="http://localhost", follow_redirects=False
    )
    form = {"csrf": form_token(again, "/signin"), "name": "anna", "password": PASSWORD}
    answer = again.post("/signin", data=form, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (429, "too_many_attempts")
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60 + 1
    clock.move(seconds=int(answer.headers["retry-after"]))
    assert sign_in(again) == 303


def test_one_address_cannot_try_many_names(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "fits", lambda *_: False)  # 30 slow hashes say nothing more
    client = browser()
    assert {sign_in(client, f"user{n}") for n in range(MOST_ADDRESS)} == {401}
    assert sign_in(client, "another") == 429


def test_signing_in_again_and_again_is_no_guessing(client: TestClient, store: Store) -> None:
    add_user(store, "anna", PASSWORD)
    assert {sign_in(client) for _ in range(MOST_NAME + 2)} == {303}


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8::1", "2001:db8::/64"), ("2001:db8::ffff:1", "2001:db8::/64"), ("?", "?")],
)
def test_of_version_6_the_network_is_counted(address: str, counted: str) -> None:
    assert security._network(address) == counted


def test_an_older_hash_is_made_anew(client: TestClient, store: Store) -> None:
    from argon2 import PasswordHasher

    accounts.add_user(store, "anna", password=PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD))
    before = accounts.password_of(store, "anna")
    assert sign_in(client) == 303
    after = accounts.password_of(store, "anna")
    assert before != after
    assert sign_in(client) == 303
    assert accounts.password_of(store, "anna") == after


def test_a_token_writes_until_it_is_taken_back(signed_in: SignedIn, client: TestClient) -> None:
    user = signed_in()
    page = user.post("/account/tokens", data={"csrf": form_token(user, "/account"), "label": "my script"}).text
    secret = re.search(r"dgm_[\w-]{43}", page)
    assert secret
    assert secret[0] not in user.get("/account").text
    headers = {"Authorization": f"Bearer {secret[0]}"}
    judgement = {"verdict": "right", "one": first_claim(client)}
    assert client.post(JUDGE, json=judgement, headers=headers).status_code == 201
    assert client.post("/account/tokens", data={"label": "another"}, headers=headers).status_code == 403
    (listed,) = accounts.tokens(user.app.user_middleware[0].kwargs["desk"].store, "anna")  # type: ignore[attr-defined]
    assert listed.used is not None
    form = {"csrf": form_token(user, "/account"), "id": listed.id}
    assert user.post("/account/tokens/remove", data=form).status_code == 303
    assert client.post(JUDGE, json=judgement, headers=headers).status_code == 401
    assert user.post("/account/tokens/remove", data=form).status_code == 404


def test_a_disabled_user_is_out_at_once(
    store: Store, signed_in: SignedIn, bearer: Callable[..., dict[str, str]]
) -> None:
    client, headers = signed_in(), bearer("bela")
    accounts.disable_user(store, "anna")
    accounts.disable_user(store, "bela")
    assert client.get("/account").status_code == 401
    assert sign_in(client) == 401
    assert client.post(JUDGE, json={"verdict": "right", "one": first_claim(client)}, headers=headers).status_code == 401
    with pytest.raises(StoreError, match="no user 'nobody'"):
        accounts.disable_user(store, "nobody")
    with pytest.raises(StoreError, match="no user 'anna'"):
        add_token(store, "anna", "x")
    signed_in()  # a new password lets him in again


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("/review?kind=same", "/review?kind=same"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/p\\..\\x", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("/\t/evil.example", "/"),
        ("p/all", "/"),
    ],
)
def test_nobody_is_sent_elsewhere(given: str, address: str) -> None:
    assert safe_next(given) == address


def test_a_public_desk_is_for_reading_only(store: Store) -> None:
    add_user(store, "anna", PASSWORD)
    token = add_token(store, "anna", "x")
    app = make_app(open_desk(store, knowledge=knowledge(), public=True))
    client = TestClient(app, base_url="http://localhost")
    claim = first_claim(client)
    for path in ("/signin", "/signout", "/review/judge", "/account/tokens", JUDGE):
        answer = client.post(
            path, json={"verdict": "right", "one": claim}, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 403
    assert client.get("/signin").status_code == 404
    assert client.get("/account", headers={"Authorization": f"Bearer {token}"}).status_code == 404
    assert client.get(JUDGE).json()["total"] == 0
    for path in ("/", "/p/all", "/review", f"/claim/{claim}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "/signin" not in answer.text
        assert '<form method="post"' not in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("192.0.2.7:8000", 200),
        ("desk.example", 200),
        ("DESK.example:443", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("", 400),
        ("[::1", 400),
        ("[::1]evil.example", 400),
        ("localhost:99999", 400),
        ("localhost:http", 400),
        ("localhost/x", 400),
        ("evil.example@localhost", 400),
        ("local host", 400),
    ],
)
def test_only_names_of_the_desk_are_answered(store: Store, host: str, status: int) -> None:
    desk = open_desk(store, knowledge=knowledge(), hosts=["Desk.example"])
    client = TestClient(make_app(desk), base_url="http://localhost")
    assert client.get("/api/v1/health", headers={"Host": host}).status_code == status


def test_every_answer_keeps_the_browser_to_this_desk(client: TestClient) -> None:
    for path in ("/", "/p/all", "/api/v1/health", "/nothing", "/p/all.csv", "/static/desk.css", "/review"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "server" not in headers


def test_a_request_too_large_is_not_read(client: TestClient) -> None:
    answer = client.post(JUDGE, content=b"x" * (LARGEST + 1))
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")
    chunks = (b"x" * 65536 for _ in range(8))
    answer = client.post(
        JUDGE, content=chunks, headers={"Authorization": "Bearer no", "Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert client.post(JUDGE, headers={"Content-Length": "many"}).status_code == 413


@pytest.mark.parametrize(("name", "password"), [("", PASSWORD), ("a b", PASSWORD), ("anna", "short"), ("ä", PASSWORD)])
def test_names_and_passwords_that_will_not_do(store: Store, name: str, password: str) -> None:
    with pytest.raises(SettingsError):
        add_user(store, name, password)
    assert accounts.users(store) == ()


def test_the_programs_own_hashes_cost_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    hashed = passwords.hash_password(PASSWORD)
    memory = re.search(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", hashed)
    assert memory
    assert int(memory[1]) >= 19 * 1024  # OWASP's least for argon2id, with t=2
    assert int(memory[2]) >= 2
    assert passwords.fits(PASSWORD, hashed)
    assert not passwords.fits(PASSWORD + "x", hashed)
    assert not passwords.fits(PASSWORD, None)
    assert not passwords.is_outdated(hashed)
