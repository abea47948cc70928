"""The site below a sub-path, as behind the web server of a municipality: links, files, shapes, WebSocket, previews and redirects."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient

import server
from charts.root import root, rooted_html, serve_under
from tests.conftest import ROOT, free_port, start_app

# The sub-path is the name of a page too: `/balans/balans`.
UNDER = "/balans"


@pytest.fixture
def below():
    serve_under(UNDER)
    yield TestClient(server.app, base_url="http://kommun.example", follow_redirects=False)
    serve_under("")


def links(html: str) -> set[str]:
    return set(re.findall(r'\b(?:href|src|action)="(/[^"]*)"', html))


def test_what_goes_out_leads_below_the_sub_path(below):
    pages = [below.get(f"{UNDER}{path}") for path in ("/", "/balans?matt=population", "/finns-inte", "/bild?kort=balans.niva")]
    for page in pages:
        assert links(page.text), page.url
        assert [link for link in links(page.text) if not link.startswith(f"{UNDER}/")] == [], page.url
    assert f'BACKEND_BASE_URL:location.origin+"{UNDER}/"' in pages[0].text
    assert f'og:url" content="http://kommun.example{UNDER}/balans?matt=population"' in pages[1].text
    assert f"Sitemap: http://kommun.example{UNDER}/sitemap.xml" in below.get(f"{UNDER}/robots.txt").text
    led = {
        UNDER: f"{UNDER}/",
        f"{UNDER}?lang=en": f"{UNDER}/?lang=en",
        f"{UNDER}/karta/?lang=en": f"{UNDER}/karta?lang=en",
        f"{UNDER}/metod?sok=jobb": f"{UNDER}/sok?sok=jobb",
        f"{UNDER}/bild?kort=none": f"{UNDER}/?kort=none",
    }
    assert {path: urlsplit(below.get(path).headers["location"]).path for path in led} == {k: v.partition("?")[0] for k, v in led.items()}
    start = below.get(f"{UNDER}/api/v1").json()
    assert all(link.startswith(f"{UNDER}/api") for link in start["links"].values())
    page = below.get(f"{UNDER}/api/v1/areas?level=kommun&per_page=5")
    assert all(link.startswith(f"{UNDER}/api/v1/areas?") for link in page.json()["links"].values())
    assert below.get("/healthz").status_code == below.get(f"{UNDER}/healthz").status_code == 200  # whoever watches need not know it


def test_a_sub_path_is_a_path():
    for said, wanted in {"": "", "/": "", "balans": "/balans", "/a/b.c/": "/a/b.c"}.items():
        serve_under(said)
        assert root() == wanted
        assert rooted_html('<a href="/x">') == f'<a href="{wanted}/x">'
    serve_under("")
    for wrong in ('"><script>', "a b", "a//b", "a/../b?", "å"):
        with pytest.raises(ValueError, match="baseUrlPath"):
            serve_under(wrong)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Address of an app that answers below the sub-path: behind nginx as deploy/nginx.conf has it, or by itself where there is none."""
    port, folder, patch = free_port(), tmp_path_factory.mktemp("sub-path"), pytest.MonkeyPatch()
    patch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", UNDER)
    app = start_app(port, folder)
    patch.undo()
    assert _ready(port)
    nginx, front = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"), None
    if nginx is not None:
        outside = free_port()
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, outside=outside, port=port, under=UNDER))
        front = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
        port = outside
        assert _ready(port)
    yield f"http://127.0.0.1:{port}"
    for process in filter(None, (front, app)):
        process.terminate()
        process.wait(timeout=20)


NGINX = """
daemon off; pid {folder}/nginx.pid; worker_processes 1; error_log {folder}/error.log;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    map $http_upgrade $balans_connection {{ default upgrade; "" ""; }}
    server {{
        listen 127.0.0.1:{outside};
        location {under}/ {{
            proxy_pass http://127.0.0.1:{port};
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $balans_connection;
        }}
    }}
}}
"""


def _ready(port: int) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}{UNDER}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.1)
    return False


def test_start_page_and_map_work_below_the_sub_path(site, browser):
    """A reader's way: the start page, the map by a link, another page by a link of ours; nothing is asked for elsewhere or not there."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    astray: list[tuple[int, str]] = []
    strayed = lambda got: got.status >= 400 or not urlsplit(got.url).path.startswith(f"{UNDER}/")  # noqa: E731
    page.on("response", lambda got: astray.append((got.status, got.url)) if strayed(got) else None)
    page.goto(f"{site}{UNDER}/?lang=en")
    page.wait_for_selector(".st-key-page h1", timeout=60_000)
    page.locator(".st-key-menu a", has_text="Map").first.click()
    page.wait_for_selector(".js-plotly-plot .choroplethlayer path", state="attached", timeout=60_000)
    page.wait_for_load_state("networkidle")
    assert urlsplit(page.url).path == f"{UNDER}/karta"
    assert page.evaluate("[...document.querySelectorAll('.choroplethlayer path')].filter((path) => path.getBBox().width > 0).length") >= 26
    led = "[...document.links].filter((link) => link.origin === location.origin).map((link) => link.pathname)"
    assert [path for path in page.evaluate(led) if not path.startswith(f"{UNDER}/")] == []
    page.locator('a[data-alone], [data-testid=stHtml] a[href*="/kommun?"]').first.wait_for(state="attached", timeout=20_000)
    page.locator('[data-testid=stHtml] a[href*="/kommun?"]').first.click()
    page.wait_for_url(f"**{UNDER}/kommun?**", timeout=30_000)
    page.wait_for_selector(".st-key-page h1", timeout=60_000)
    assert astray == []
    page.close()


def test_the_tests_nginx_and_the_example_pass_on_the_same():
    """What the test's nginx passes on is what the example in deploy/ passes on, so that the example is tried too."""
    example = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for line in re.findall(r"proxy_(?:http_version|set_header)[^;]+;", NGINX):
        assert " ".join(line.split()) in re.sub(r"\s+", " ", example), line
