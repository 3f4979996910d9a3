"""Debian's Firefox, driven by WebDriver BiDi, which it speaks itself: one websocket, and no driver in between."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Self

from websockets.sync.client import connect

if TYPE_CHECKING:
    from pathlib import Path

FIREFOX = shutil.which("firefox-esr")
CLOSED = 9  # a port of the machine's own at which nothing listens: whatever asks for the network gets no farther
WAIT = 60
PREFERENCES = {
    "network.dns.disabled": True,
    "network.proxy.type": 1,
    "network.proxy.allow_hijacking_localhost": True,
    **{f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")},
    **{f"network.proxy.{kind}_port": CLOSED for kind in ("http", "ssl")},
    "browser.download.folderList": 2,
    "browser.download.alwaysOpenPanel": False,
    "intl.accept_languages": "en",
}
EVENTS = ["network.beforeRequestSent", "log.entryAdded", "browsingContext.load"]
KEYS = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Enter": "\ue007", "Escape": "\ue00c"}
CONSOLE = """JSON.stringify(Services.console.getMessageArray()
    .filter(one => one instanceof Ci.nsIScriptError && !/^(chrome|resource):/.test(one.sourceName))
    .map(one => `${one.category}: ${one.errorMessage} (${one.sourceName})`))"""


class Firefox:
    """A headless Firefox with a profile of its own, in a folder that also takes what is saved."""

    def __init__(self, folder: Path, size: tuple[int, int] = (1280, 800)) -> None:
        assert FIREFOX
        self.saved = folder / "saved"
        profile = folder / "profile"
        for made in (self.saved, profile):
            made.mkdir()
        preferences = {**PREFERENCES, "browser.download.dir": str(self.saved)}
        lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in preferences.items())
        (profile / "user.js").write_text("".join(lines))
        options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--remote-allow-system-access"]
        self.process = subprocess.Popen(
            [FIREFOX, *options, "--profile", str(profile), "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.size = size
        self.address = profile / "WebDriverBiDiServer.json"
        self.number = 0
        self.told: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        try:
            where = self.until(lambda: self.address.is_file() and json.loads(self.address.read_text() or "{}"))
            address = f"ws://{where['ws_host']}:{where['ws_port']}/session"
            self.connection = connect(address, max_size=None, compression=None, proxy=None)
            self.socket = self.connection.__enter__()
            self.command("session.new", capabilities={})
            self.command("session.subscribe", events=EVENTS)
            self.context = self.command("browsingContext.getTree")["contexts"][0]["context"]
            width, height = self.size
            self.command(
                "browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height}
            )
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.__exit__(*error)
        self.process.terminate()
        self.process.wait(WAIT)

    def until(self, found: Any) -> Any:
        """Ask until the answer is no longer empty, and return it."""
        end = time.monotonic() + WAIT
        while not (answer := found()):
            assert time.monotonic() < end, "Firefox did not come so far in time"
            assert self.process.poll() is None, "Firefox ended"
            time.sleep(0.05)
        return answer

    def command(self, method: str, **params: Any) -> Any:
        """Give a command and return its result; keep what is told meanwhile."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(timeout=WAIT))
            if answer.get("id") == self.number:
                assert answer["type"] == "success", f"{method}: {answer}"
                return answer["result"]
            self.told.append(answer)

    def visit(self, path: Path, fragment: str = "") -> None:
        """Open a file anew; what was asked for and said before is forgotten."""
        self.command("browsingContext.navigate", context=self.context, url="about:blank", wait="complete")
        self._chrome("Services.console.reset()")
        self.told.clear()
        url = f"file://{path}{fragment}"
        self.command("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, function: str, *arguments: Any) -> Any:
        """Call a function of JavaScript in the page with plain values; return what it makes, which JSON can hold."""
        source = f"async () => JSON.stringify(await ({function})(...{json.dumps(arguments)})) ?? 'null'"
        found = self.command(
            "script.callFunction",
            functionDeclaration=source,
            awaitPromise=True,
            target={"context": self.context},
        )
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def _chrome(self, expression: str) -> Any:
        """Evaluate something in Firefox's own window, which may read the whole console."""
        window = self.command("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"][0]["context"]
        found = self.command("script.evaluate", expression=expression, awaitPromise=False, target={"context": window})
        assert found["type"] == "success", found
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        self._act("key", {}, [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")])

    def hover(self, x: float, y: float) -> None:
        """Move the mouse to a place in the window."""
        self._act("pointer", {}, [{"type": "pointerMove", "x": round(x), "y": round(y)}])

    def click(self, x: float, y: float) -> None:
        """Click at a place in the window."""
        self.hover(x, y)
        self._act("pointer", {}, [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")])

    def drag(self, x: float, y: float) -> None:
        """Drag what is at a place to the left and down, and turn the wheel there, towards the map."""
        self.hover(x, y)
        way = [{"type": "pointerMove", "x": round(x) - 8 * n, "y": round(y) + 5 * n, "duration": 20} for n in range(6)]
        self._act("pointer", {}, [{"type": "pointerDown", "button": 0}, *way, {"type": "pointerUp", "button": 0}])
        self._act("wheel", {}, [{"type": "scroll", "x": round(x), "y": round(y), "deltaX": 0, "deltaY": -120}])

    def _act(self, kind: str, parameters: dict[str, Any], actions: list[dict[str, Any]]) -> None:
        source = {"type": kind, "id": kind, "actions": actions, **parameters}
        self.command("input.performActions", context=self.context, actions=[source])

    def picture(self) -> bytes:
        """Return the window as a PNG."""
        return b64decode(self.command("browsingContext.captureScreenshot", context=self.context)["data"])

    def sheet(self) -> bytes:
        """Return what would be printed, as a PDF of A4 across, with the margins of the page's own."""
        paper = {"width": 21.0, "height": 29.7}
        given = self.command(
            "browsingContext.print", context=self.context, orientation="landscape", page=paper, background=True
        )
        return b64decode(given["data"])

    def messages(self) -> list[str]:
        """Return all that the console holds of the page, warnings of Firefox's own about it included."""
        said = [f"{one['params']['level']}: {one['params']['text']}" for one in self._events("log.entryAdded")]
        return [*said, *json.loads(self._chrome(CONSOLE))]

    def requests(self) -> list[str]:
        """Return what the page asked for outside itself. Files beside it Firefox does not tell of; Chromium does."""
        asked = [one["params"]["request"]["url"] for one in self._events("network.beforeRequestSent")]
        return [url for url in asked if not url.startswith(("data:", "blob:"))]

    def loads(self) -> int:
        """Return how many pages were loaded since the visit began."""
        return len(self._events("browsingContext.load"))

    def _events(self, method: str) -> list[dict[str, Any]]:
        self.command("browsingContext.getTree")  # what was told before the answer has come
        return [one for one in self.told if one.get("method") == method]
