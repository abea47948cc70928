"""One Chromium for all pictures: started when the first is asked for, kept, restarted when it fails, closed when nobody asks any more.

Built on choreographer, the browser driver of plotly's own exporter. That exporter reloads the 5 MB of plotly.js for every picture and
cannot print a page; here one page stays loaded and draws, photographs and prints, which is six times as fast.

The page has no way out. It is written and given plotly.js through the pipe that drives the browser, so that it needs neither files nor
addresses: its policy runs no script of its own, every request and every navigation is refused, and a picture is only given out while the
page is the one that was written. The browser is sandboxed, but as root, where it cannot be (docs/run.md: not as root).

One job at a time. A job that fails or takes too long ends the browser, and is tried once more in a new one.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import shutil
import threading
import time
from base64 import b64decode
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import choreographer
import orjson
import plotly
from choreographer.browsers import Chromium

from exports import fonts
from exports.model import CHROMIUM_SETTINGS
from store.logs import event, failure

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PER_BROWSER = 250  # jobs, after which a new browser takes over: memory stays bounded whatever the pictures leave behind
IDLE = 300.0  # s without a job, after which the browser is closed
START_LIMIT, JOB_LIMIT, CLOSE_LIMIT, KILL_LIMIT = 30.0, 45.0, 12.0, 5.0  # s
GRACE = 5.0  # s beyond a limit, for the loop itself to say that it is passed
PX = 96.0  # CSS px to the inch
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
TOPOJSON = Path(__file__).parents[1] / "static" / "world_110m.json"
BLANK = "about:blank"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:"
LAX = ("--disable-web-security", "--allow-file-access-from-files", "--disable-popup-blocking")  # the driver's, for other uses than ours
NO_HOST = "--host-resolver-rules=MAP * ~NOTFOUND"

T = TypeVar("T")
Job = Callable[["_Page"], Awaitable[T]]


class NoBrowser(Exception):
    """There is no Chromium on this machine."""


class BrowserFailed(Exception):
    """Chromium is there but did not do what was asked, twice."""


def browser_path() -> str | None:
    """Chromium's path: the environment's BALANCE_CHROMIUM or CHROMIUM, else the first of its usual names; None where there is none."""
    given = next((value for name in CHROMIUM_SETTINGS if (value := os.environ.get(name, "").strip())), "")
    if given:
        return given if Path(given).is_file() else shutil.which(given)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class _Strict(Chromium):
    """Chromium as the driver starts it, without what would make a page's walls thinner."""

    def get_cli(self) -> Sequence[str]:
        """The command line."""
        return [*(part for part in super().get_cli() if part not in LAX), NO_HOST]


class _Page:
    """The one page of the browser, with plotly.js and the fonts loaded."""

    def __init__(self, tab: choreographer.Tab) -> None:
        self._tab = tab
        self._written = ""
        tab.subscribe("Fetch.requestPaused", self._refuse)

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the DevTools protocol; BrowserFailed with what the browser said."""
        answer = await self._tab.send_command(method, params)
        if "error" in answer:
            raise BrowserFailed(str(answer["error"]))
        result: dict[str, Any] = answer.get("result", {})
        if "exceptionDetails" in result:
            raise BrowserFailed(str(result["exceptionDetails"].get("exception", {}).get("description", result["exceptionDetails"])))
        return result

    async def run(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited."""
        result = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return result.get("result", {}).get("value")

    async def captured(self, method: str, **params: Any) -> bytes:
        """What a command that takes a picture of the page gives. Raises BrowserFailed where the page is another than the one written."""
        await self._unmoved()
        result = await self.call(method, **params)
        await self._unmoved()  # nor did it move meanwhile
        return b64decode(result["data"])

    async def write(self) -> None:
        """Write the page, shut it off, and wait for its fonts."""
        await self.call("Page.enable")
        await self.call("Page.navigate", url=BLANK)
        await self.call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        await self.call("Network.enable")
        await self.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
        tree = await self.call("Page.getFrameTree")
        await self.call("Page.setDocumentContent", frameId=tree["frameTree"]["frame"]["id"], html=page_html())
        await self.run(f"window.PlotlyGeoAssets={{topojson:{{world_110m:{TOPOJSON.read_text(encoding='utf-8')}}}}};0")
        await self.run(f"{PLOTLY.read_text(encoding='utf-8')};0")
        await self.run("Promise.all([...document.fonts].map(font => font.load())).then(() => typeof Plotly.toImage)")
        self._written = await self._where()

    async def _refuse(self, event: Any) -> None:
        """Refuse a request or a navigation."""
        with suppress(Exception):  # the page may be gone, and what it asked for with it
            await self.call("Fetch.failRequest", requestId=event["params"]["requestId"], errorReason="BlockedByClient")

    async def _where(self) -> str:
        """The document that is shown: its load and its address, and how many frames stand in it."""
        tree = (await self.call("Page.getFrameTree"))["frameTree"]
        return f"{tree['frame']['loaderId']} {tree['frame']['url']} {len(tree.get('childFrames', ()))}"

    async def _unmoved(self) -> None:
        if (where := await self._where()) != self._written:
            raise BrowserFailed(f"the page has moved: {where}")


def page_html() -> str:
    """The page before anything is drawn: fonts and style inside."""
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title></title><style>{fonts.css(whole=True)}{STYLE}</style><style id=size></style></head><body></body></html>"
    )


class Renderer:
    """The worker: a thread with its own event loop, one browser, one job at a time. Safe to call from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: choreographer.Browser | None = None
        self._page: _Page | None = None
        self._jobs = 0
        self._used = 0.0
        self._sandboxed = os.geteuid() != 0  # Chromium refuses to be root in a sandbox
        self._watched = False
        self._missed = False  # it is told that there is none

    @property
    def process(self) -> int | None:
        """Process id of the browser; None while there is none."""
        started = getattr(self._browser, "subprocess", None)
        return started.pid if started is not None and started.poll() is None else None

    def do(self, job: Job[T]) -> T:
        """Run a job with the page. Raises NoBrowser or BrowserFailed."""
        with self._lock:
            return self._twice(job)

    def _twice(self, job: Job[T]) -> T:
        for last in (False, True):
            try:
                return self._once(job)
            except (NoBrowser, BrowserFailed) as error:
                self._end()
                self._tell(error, last)
                if last or browser_path() is None:
                    raise
            except Exception as error:  # the driver's own errors are many: closed channel, failed start, time is up …
                self._end()
                self._tell(error, last)
                if last:
                    raise BrowserFailed(f"{type(error).__name__}: {error}") from error
        raise AssertionError("unreachable")

    def _tell(self, error: Exception, last: bool) -> None:
        """Tell the log: that there is no browser once, that one failed each time."""
        if isinstance(error, NoBrowser):
            if not self._missed:
                event("exports", "browser_missing", logging.WARNING)
            self._missed = True
        else:
            failure("exports", "browser_failed", error, logging.ERROR if last else logging.WARNING, tries=2 if last else 1)

    def _once(self, job: Job[T]) -> T:
        if self._page is None or self._jobs >= PER_BROWSER or self.process is None:
            self._end()
            self._in_loop(self._start(), START_LIMIT)
        assert self._page is not None
        self._jobs += 1
        self._used = time.monotonic()
        found: T = self._in_loop(job(self._page), JOB_LIMIT)
        return found

    def _in_loop(self, work: Any, limit: float) -> Any:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, name="pictures", daemon=True).start()
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, limit), self._loop)
        return future.result(limit + GRACE)

    async def _start(self) -> None:
        path = browser_path()
        if path is None:
            raise NoBrowser
        try:
            tab = await self._open(path)
        except Exception as error:  # the driver's own errors are many
            if not self._sandboxed:
                raise
            failure("exports", "browser_without_sandbox", error, logging.WARNING)
            self._sandboxed = False
            tab = await self._open(path)
        page = _Page(tab)
        await page.write()
        self._page, self._jobs = page, 0
        if not self._watched:
            self._watched = True
            threading.Thread(target=self._close_when_idle, name="pictures-idle", daemon=True).start()

    async def _open(self, path: str) -> choreographer.Tab:
        self._browser = choreographer.Browser(path=path, browser_cls=_Strict, enable_sandbox=self._sandboxed)
        await self._browser.open()
        return self._browser.get_tab() or await self._browser.create_tab("")

    def _end(self) -> None:
        """Close the browser, whatever state it is in; its processes are gone afterwards."""
        browser, self._browser, self._page = self._browser, None, None
        if browser is None:
            return
        started = getattr(browser, "subprocess", None)
        with suppress(Exception):
            self._in_loop(browser.close(), CLOSE_LIMIT)
        if started is not None and started.poll() is None:
            with suppress(OSError):
                started.kill()
        if started is not None:
            with suppress(Exception):
                started.wait(KILL_LIMIT)

    def _close_when_idle(self) -> None:
        while True:
            time.sleep(IDLE / 10)
            if time.monotonic() - self._used > IDLE and self._lock.acquire(blocking=False):
                try:
                    self._end()
                finally:
                    self._lock.release()

    def close(self) -> None:
        """Close the browser now; the next job starts a new one."""
        with self._lock:
            self._end()


STYLE = (
    "@page{margin:0}html,body{margin:0;padding:0}"
    ".sheet{display:block;break-after:page;break-inside:avoid;overflow:hidden}.sheet:last-child{break-after:auto}.sheet svg{display:block}"
)
# A sheet of HTML (`.paper`, everything in em) gets the largest letters that it fits its page with, the same on all sheets.
LARGEST, SMALLEST, STEP = 13.5, 7.5, 0.125  # px
FILL = (
    "(() => { const papers = [...document.querySelectorAll('.paper')];"
    f"for (let size = {LARGEST}; size >= {SMALLEST}; size -= {STEP}) {{"
    "papers.forEach(paper => { paper.style.fontSize = size + 'px' });"
    "if (papers.every(paper => paper.scrollHeight <= paper.parentElement.clientHeight + 1)) return size;"
    "} return 0 })()"
)
RENDERER = Renderer()
atexit.register(RENDERER.close)


def _text(value: object) -> str:
    return orjson.dumps(value).decode()


async def _drawn(page: _Page, figures: list[tuple[str, float, float]]) -> list[str]:
    found = []
    for content, width, height in figures:
        wanted = f'{{format:"svg",width:{width:.0f},height:{height:.0f},imageDataOnly:true}}'
        found.append(str(await page.run(f"Plotly.toImage({content},{wanted})")))
    return found


def drawn(figures: list[tuple[str, float, float]]) -> list[str]:
    """Plotly figures (JSON, width and height in px) as SVG."""
    return RENDERER.do(lambda page: _drawn(page, figures))


async def _shown(  # noqa: PLR0917 - what is shown, and how large
    page: _Page, sheets: list[str], title: str, language: str, size: tuple[float, float], flow: str = ""
) -> None:
    width, height = size
    content = "".join(f'<div class="sheet" style="width:{width:.0f}px;height:{height:.0f}px">{sheet}</div>' for sheet in sheets)
    content += f'<div class="flow">{flow}</div>' if flow else ""
    await page.run(
        f"document.title={_text(title)};document.documentElement.lang={_text(language)};"
        f"document.getElementById('size').textContent={_text(f'@page{{size:{width:.0f}px {height:.0f}px}}')};"
        f"document.body.innerHTML={_text(content)};document.fonts.ready.then(() => true)"
    )


async def _photographed(page: _Page, sheet: str, size: tuple[float, float], scale: float) -> bytes:
    await _shown(page, [sheet], "", "sv", size)
    clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": scale}
    found = await page.captured("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True, optimizeForSpeed=False)
    await page.run("document.body.textContent=''")
    return found


def photographed(sheet: str, size: tuple[float, float], scale: float) -> bytes:
    """An SVG of the given size (px) as PNG, `scale` times as large."""
    return RENDERER.do(lambda page: _photographed(page, sheet, size, scale))


async def _printed(  # noqa: PLR0917 - as `printed`, which it is the work of
    page: _Page, sheets: list[str], title: str, language: str, size: tuple[float, float], flow: str
) -> bytes:
    await _shown(page, sheets, title, language, size, flow)
    await page.run(FILL)
    found = await page.captured(
        "Page.printToPDF",
        paperWidth=size[0] / PX, paperHeight=size[1] / PX, marginTop=0, marginBottom=0, marginLeft=0, marginRight=0,
        printBackground=True, generateTaggedPDF=True, generateDocumentOutline=False, preferCSSPageSize=True,
    )  # fmt: skip
    await page.run("document.body.textContent=''")
    return found


def printed(sheets: list[str], title: str, language: str, size: tuple[float, float], flow: str = "") -> bytes:
    """SVGs, or sheets of HTML (see `FILL`), of one size (px) as the pages of a PDF with their fonts, text that can be read and a title. The
    HTML of `flow` follows them on as many pages as it needs."""
    return RENDERER.do(lambda page: _printed(page, sheets, title, language, size, flow))
