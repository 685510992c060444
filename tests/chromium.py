"""A headless Chromium for tests: pages as people open them, over the browser's own pipe.

The browser speaks the DevTools protocol on two file descriptors, JSON texts ended by a zero byte;
no port is opened, and nothing but the standard library is needed. Every wait is bounded.
"""

import base64
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30.0
"""Seconds after which a browser that says nothing has failed."""

_KEYS = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    " ": (32, " "),
    "Backspace": (8, ""),
    "ArrowRight": (39, ""),
    "ArrowDown": (40, ""),
}


def found() -> str | None:
    """Where the browser is; None if there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Failed(AssertionError):
    """The browser refused, or said nothing in time."""


class Browser:
    """One running browser; `page` opens pages in it."""

    def __init__(self, program: str, folder: Path) -> None:
        """`folder` keeps what the browser writes."""
        there, self._write = os.pipe()
        self._read, back = os.pipe()
        # The shell puts the pipe where the browser looks for it: no code runs after a fork.
        script = f'exec 8<&{there} 9>&{back}; exec 3<&8 4>&9 8<&- 9>&-; exec "$@"'
        self._process = subprocess.Popen(
            ["bash", "-c", script, "browser", program, *_options(folder)],
            pass_fds=(there, back),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(there)
        os.close(back)
        self._idle: list[Page] = []
        self._number = 0
        self._buffer = b""
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, session: str | None = None, /, **params: Any) -> dict[str, Any]:
        """One command and its answer; what happens meanwhile is kept in `events`."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        text = json.dumps(message).encode() + b"\0"
        while text:
            text = text[os.write(self._write, text) :]
        until = time.monotonic() + PATIENCE
        while True:
            answer = self._next(until, method)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise Failed(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def wait(self, session: str, wanted: dict[str, str]) -> None:
        """Until a page's life has come so far: an event with these particulars."""
        until = time.monotonic() + PATIENCE
        while not any(
            event["method"] == "Page.lifecycleEvent"
            and event.get("sessionId") == session
            and wanted.items() <= event["params"].items()
            for event in self.events
        ):
            self._next(until, f"{wanted}")

    def _next(self, until: float, why: str) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, until - time.monotonic()))
            more = os.read(self._read, 1 << 20) if ready else b""
            if not more:
                raise Failed(f"the browser said nothing: {why}")
            self._buffer += more
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        if "method" in message:
            self.events.append(message)
        return message

    @contextlib.contextmanager
    def page(
        self,
        file: Path,
        *,
        width: int = 1280,
        height: int = 900,
        media: str = "",
        dark: bool = False,
        script: bool = True,
    ) -> Iterator["Page"]:
        """A file opened in a window; one that was used without a fault is used again."""
        page = self._idle.pop() if self._idle else self._window()
        page.shown_as(width=width, height=height, media=media, dark=dark)
        page.open(file, script=script)
        yield page
        self._idle.append(page)

    def _window(self) -> "Page":
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        return Page(self, attached["sessionId"])

    def forget(self, session: str) -> None:
        """Drop what has happened in a window."""
        self.events = [each for each in self.events if each.get("sessionId") != session]

    def end(self) -> None:
        """Kill the browser and what it started."""
        os.close(self._write)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=PATIENCE)
        os.close(self._read)


class Page:
    """One page in the browser."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self._shape: tuple[int, int, str, bool, bool] | None = None
        self._script = True
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """One command to this page."""
        return self._browser.ask(method, self._session, **params)

    def shown_as(
        self,
        *,
        width: int = 1280,
        height: int = 900,
        media: str = "",
        dark: bool = False,
        calm: bool = False,
    ) -> None:
        """The size of the window, as on a screen unless told, in the light or in the dark.

        `calm` is for those who asked for less motion.
        """
        shape = (width, height, media, dark, calm)
        if shape == self._shape:
            return
        self._shape = shape
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if calm else "no-preference"},
        ]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)

    def open(self, file: Path, *, script: bool = True) -> None:
        """Go to a file and wait until it has loaded; what happened before is forgotten."""
        self._browser.forget(self._session)
        if script != self._script:
            self.ask("Emulation.setScriptExecutionDisabled", value=not script)
            self._script = script
        loader = self.ask("Page.navigate", url=file.as_uri())["loaderId"]
        # What another page still tells has another loader.
        self._browser.wait(self._session, {"name": "load", "loaderId": loader})

    def value(self, expression: str) -> Any:
        """What an expression comes to in the page; promises are waited for."""
        done = self.ask(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        if "exceptionDetails" in done:
            raise Failed(f"{expression}: {done['exceptionDetails']}")
        return done["result"].get("value")

    def press(self, *keys: str, shift: bool = False) -> None:
        """Keys as the keyboard sends them: "Tab", "Enter", "Escape", or a letter."""
        for key in keys:
            code, text = _KEYS.get(key, (0, key))
            common = {"key": key, "code": key, "windowsVirtualKeyCode": code}
            common["modifiers"] = 8 if shift else 0
            down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
            self.ask("Input.dispatchKeyEvent", **common, **down)
            self.ask("Input.dispatchKeyEvent", **common, type="keyUp")

    def insert(self, text: str) -> None:
        """Text put where the cursor is, at once, as an input method does."""
        self.ask("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """A click in the middle of an element, which is scrolled to first."""
        place = self.value(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'center', behavior: 'instant'});"
            "const r = e.getBoundingClientRect();"
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask(
                "Input.dispatchMouseEvent",
                type=kind,
                x=place[0],
                y=place[1],
                button="left",
                clickCount=1,
            )

    def picture(self, *, whole: bool = False) -> bytes:
        """What is seen, as PNG; `whole` goes beyond the window."""
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """The page as PDF, as its own style asks for."""
        done = self.ask(
            "Page.printToPDF",
            preferCSSPageSize=True,
            printBackground=True,
            generateTaggedPDF=False,
        )
        return base64.b64decode(done["data"])

    def spoken(self) -> list[dict[str, Any]]:
        """What a screen reader is given: role and name of everything that is not passed over."""
        nodes = self.ask("Accessibility.getFullAXTree")["nodes"]
        return [
            {
                "role": node.get("role", {}).get("value"),
                "name": node.get("name", {}).get("value", ""),
                **{each["name"]: each["value"].get("value") for each in node.get("properties", [])},
            }
            for node in nodes
            if not node.get("ignored")
        ]

    @property
    def asked_for(self) -> list[str]:
        """The addresses that were asked for since the page was opened."""
        return [
            event["params"]["request"]["url"] for event in self._of("Network.requestWillBeSent")
        ]

    @property
    def complaints(self) -> list[str]:
        """Errors and warnings of the page, its policy's among them, and windows it put up."""
        return [
            *(
                str(event["params"]["exceptionDetails"])
                for event in self._of("Runtime.exceptionThrown")
            ),
            *(str(event["params"]["entry"]["text"]) for event in self._of("Log.entryAdded")),
            *(str(event["params"]["args"]) for event in self._of("Runtime.consoleAPICalled")),
            *(str(event["params"]) for event in self._of("Page.javascriptDialogOpening")),
        ]

    def _of(self, method: str) -> list[dict[str, Any]]:
        return [
            event
            for event in self._browser.events
            if event["method"] == method and event.get("sessionId") == self._session
        ]


def _options(folder: Path) -> list[str]:
    return [
        "--headless=new",
        "--remote-debugging-pipe",
        # A container's superuser may start no sandbox; the pages are our own.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        # Pages left behind are not kept: a new one needs no process of its own.
        "--disable-features=BackForwardCache,ProactivelySwapBrowsingInstance",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        f"--user-data-dir={folder}",
        "about:blank",
    ]
