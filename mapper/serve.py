"""Show a folder of pages at an address of this computer alone; open pages load themselves anew after each build.

The files stay as they are: only what is sent has the script that asks for news, and a policy that lets it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from mapper.errors import CallError

if TYPE_CHECKING:
    from typing import Self

HOST = "127.0.0.1"
NEWS = "/.build"  # answers with the name of the last build
EVERY = 1000  # ms between two questions of an open page
SCRIPT = f"""setInterval(async () => {{
  const told = await fetch("{NEWS}").then((answer) => answer.text()).catch(() => "");
  if (told && told !== "@build@") location.reload();
}}, {EVERY});"""


class Server:
    """Serves a folder to this computer's own browsers; ``port`` 0 takes any that is free.

    Raises
    ------
    CallError
        If the port is not free.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.built()
        self.ended = Event()
        try:
            self.http = ThreadingHTTPServer((HOST, port), partial(Handler, self, directory=str(folder)))
        except (OSError, OverflowError) as error:
            raise CallError(
                f"port {port} of this computer cannot be taken ({error}); name another: --port 0"
            ) from error
        self.http.daemon_threads = True

    @property
    def address(self) -> str:
        """The address to open."""
        return f"http://{HOST}:{self.http.server_address[1]}/"

    def built(self) -> None:
        """Tell open pages, those of an earlier run too, that there are new ones."""
        self.build = str(time.time_ns())

    def wait(self) -> None:
        """Wait for Ctrl-C."""
        try:
            self.ended.wait()
        except KeyboardInterrupt:
            return

    def __enter__(self) -> Self:
        """Begin to serve."""
        Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.http.shutdown()
        self.http.server_close()


class Handler(SimpleHTTPRequestHandler):
    """Answers with the files of one folder."""

    def __init__(self, server: Server, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  (the library's)
        self.site = server
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Send a file, or the name of the last build; refuse who came by another name than this computer's own."""
        if re.sub(r":\d+$", "", self.headers.get("Host", "")) not in (HOST, "localhost"):
            self.send_error(403, "only this computer's own addresses are served")
        elif self.path == NEWS:
            self._send(self.site.build.encode(), "text/plain")
        elif (path := self._page()) is not None:
            build = self.site.build  # before the file is read: a page never claims to be newer than it is
            self._send(live(path.read_text(encoding="utf-8"), build).encode(), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _page(self) -> Path | None:
        """Return the page that was asked for, or none."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        return path if path.suffix == ".html" and path.is_file() else None

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def live(page: str, build: str) -> str:
    """Return a page that loads itself anew after the next build; its policy lets this one script run, and ask here."""
    script = SCRIPT.replace("@build@", build)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.compile(r"(<meta http-equiv=\"Content-Security-Policy\" content=\"[^\"]*?)script-src ('none')?")
    page = policy.sub(rf"\g<1>connect-src 'self'; script-src 'sha256-{digest}' ", page, count=1)
    before, end, after = page.rpartition("</body>")
    return f"{before}<script>{script}</script>{end}{after}" if end else page
