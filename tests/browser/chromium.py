"""Drives headless Chromium over the DevTools protocol: one browser, one tab at a time, nothing to download."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import urlopen

from websocket import WebSocket, WebSocketTimeoutException, create_connection

PATIENCE = 15.0
"""Seconds that anything in the browser may take."""

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--hide-scrollbars",
    "--mute-audio",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    # whatever a page asks for beyond this machine must fail at once instead of reaching the network
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
)


class PageError(AssertionError):
    """Something in a page failed: a script, or waiting for a condition."""


def chromium() -> str | None:
    """Return the Chromium or Chrome of this machine, None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


@dataclass
class Tab:
    """A page in the browser.

    Attributes:
        requests: addresses that the page asked for.
        failures: requests that failed or were answered with an error, and why.
        complaints: errors of the console and exceptions of scripts.
    """

    socket: WebSocket
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _addresses: dict[str, str] = field(default_factory=dict)
    _loaded: bool = False

    def open(self, url: str) -> None:
        """Load a page and wait until all of it is there."""
        self._loaded = False
        self.call("Page.navigate", url=url)
        self.wait_for_load()

    def wait_for_load(self) -> None:
        """Wait for the load event of a page, for example after a click on a link."""
        deadline = time.monotonic() + PATIENCE
        while not self._loaded:
            if time.monotonic() > deadline:
                raise PageError("the page did not finish loading")
            self._listen(0.2)
        self._loaded = False

    def run(self, script: str) -> Any:
        """Return the value of a JavaScript expression; promises are awaited."""
        options = {"returnByValue": True, "awaitPromise": True, "userGesture": True}
        answer = self.call("Runtime.evaluate", expression=script, **options)
        if "exceptionDetails" in answer:
            raise PageError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until a JavaScript expression is true."""
        deadline = time.monotonic() + PATIENCE
        while not self.run(condition):
            if time.monotonic() > deadline:
                raise PageError(f"never true: {condition}")
            time.sleep(0.05)

    def click(self, selector: str) -> None:
        """Press and release the mouse in the middle of the first element that matches."""
        place = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;"
            " e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        if place is None:
            raise PageError(f"nothing matches {selector}")
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            pressed = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], **pressed)

    def follow(self, selector: str) -> None:
        """Click on a link and wait for the page that it leads to."""
        self._loaded = False
        self.click(selector)
        self.wait_for_load()

    def press(self, key: str, code: str, number: int, text: str = "") -> None:
        """Press and release a key: its name, its place on the keyboard, its number, what it writes."""
        names = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **names)
        self.call("Input.dispatchKeyEvent", type="keyUp", **names)

    def look(self, *, width: int, height: int = 900, scheme: str = "light") -> None:
        """Set the size of the window in pixels, and the colour scheme of the reader's device."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def photograph(self, file: Path) -> None:
        """Write a picture of the whole page."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 16000), "scale": 1}
        picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(picture["data"]))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the protocol and return its result."""
        number = next(self._numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            message = self._listen(0.2)
            if message is not None and message.get("id") == number:
                if "error" in message:
                    raise PageError(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result
        raise PageError(f"{method}: no answer")

    def _listen(self, seconds: float) -> dict[str, Any] | None:
        self.socket.settimeout(seconds)
        try:
            message: dict[str, Any] = json.loads(self.socket.recv())
        except WebSocketTimeoutException:
            return None
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, event: str, facts: dict[str, Any]) -> None:
        match event:
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self._addresses[facts["requestId"]] = facts["request"]["url"]
                self.requests.append(facts["request"]["url"])
            case "Network.responseReceived" if facts["response"]["status"] >= 400:
                self.failures.append(f"{facts['response']['status']} {facts['response']['url']}")
            case "Network.loadingFailed" if not facts.get("canceled"):
                self.failures.append(f"{facts.get('errorText')} {self._addresses.get(facts['requestId'])}")
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(facts["exceptionDetails"]))
            case "Log.entryAdded" if facts["entry"]["level"] == "error":
                self.complaints.append(f"{facts['entry']['text']} {facts['entry'].get('url', '')}")
            case "Runtime.consoleAPICalled" if facts["type"] == "error":
                self.complaints.append(json.dumps(facts["args"]))


class Browser:
    """A running Chromium with a profile of its own; a context manager that ends it."""

    def __init__(self, executable: str, profile: Path) -> None:
        self._process = subprocess.Popen(
            [executable, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._port = self._read_port(profile / "DevToolsActivePort")

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(timeout=PATIENCE)

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        """Open a tab, and close it at the end."""
        with urlopen(f"http://127.0.0.1:{self._port}/json/version", timeout=PATIENCE) as answer:
            control = Tab(create_connection(json.load(answer)["webSocketDebuggerUrl"], suppress_origin=True))
        target = control.call("Target.createTarget", url="about:blank")["targetId"]
        tab = Tab(create_connection(f"ws://127.0.0.1:{self._port}/devtools/page/{target}", suppress_origin=True))
        try:
            for domain in ("Page", "Runtime", "Network", "Log"):
                tab.call(f"{domain}.enable")
            yield tab
        finally:
            tab.socket.close()
            control.call("Target.closeTarget", targetId=target)
            control.socket.close()

    def _read_port(self, file: Path) -> int:
        """Return the port that the browser chose; it writes it into its profile."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if file.is_file() and (lines := file.read_text("utf-8").split()):
                return int(lines[0])
            time.sleep(0.05)
        self._process.kill()
        raise PageError("Chromium did not start")
