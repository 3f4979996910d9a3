"""Pages are served to this computer alone, and load themselves anew after a build."""

import base64
import hashlib
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from mapper.errors import CallError
from mapper.page import with_policy
from mapper.serve import HOST, NEWS, SCRIPT, Server, live

PAGE = (
    '<html><head><meta http-equiv="Content-Security-Policy" content="@policy@"></head>'
    "<body><script>let a = '</body>';</script></body></html>"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    pages = tmp_path / "maps"
    pages.mkdir()
    (pages / "index.html").write_text(with_policy(PAGE), encoding="utf-8")
    (pages / "a.toml").write_text("title = 1", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    with Server(pages, 0) as made:
        yield made


def get(server: Server, path: str, host: str = "") -> tuple[int, str]:
    port = server.http.server_address[1]
    connection = HTTPConnection(HOST, port, timeout=5)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host or f"{HOST}:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_a_page_is_sent_with_the_script_that_its_policy_lets_run(server: Server) -> None:
    for path in ("/", "/index.html"):
        status, text = get(server, path)
        assert status == 200
        script = SCRIPT.replace("@build@", server.build)
        assert text.endswith(f"<script>{script}</script></body></html>")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        policy = re.search(r'content="([^"]+)"', text)
        assert policy
        assert f"script-src 'sha256-{digest}' 'sha256-" in policy[1]
        assert "connect-src 'self'" in policy[1]


def test_a_policy_without_scripts_takes_the_one() -> None:
    bare = with_policy('<meta http-equiv="Content-Security-Policy" content="@policy@"><body></body>')
    assert "script-src 'none'" in bare
    assert re.search(r"script-src 'sha256-[^' ]+' ;", live(bare, "1"))


def test_each_build_has_a_name_that_pages_are_sent_with(server: Server) -> None:
    before = get(server, NEWS)[1]
    assert f'"{before}"' in get(server, "/")[1]
    server.built()
    status, after = get(server, NEWS)
    assert status == 200
    assert after != before
    assert f'"{after}"' in get(server, "/")[1]


def test_nothing_else_is_served(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    assert get(server, "/", "evil.example")[0] == 403
    assert get(server, "/../secret.txt")[0] == 404
    assert get(server, "/none.html")[0] == 404


def test_a_port_that_is_taken_is_told(server: Server, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="--port 0"):
        Server(tmp_path, server.http.server_address[1])
