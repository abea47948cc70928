"""Limits per client, who the client is, and long work that stops nobody else."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from ipaddress import ip_network
from types import SimpleNamespace
from weakref import WeakSet

import anyio
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from api import limits
from api import service as service_module
from api.cache import KeptAnswer, Made, Shelf
from api.limits import Buckets, client_of, retry_after
from api.service import MOST_WAITING, QUICK_AT_ONCE, Endpoint, Operation, Service
from api.settings import ApiSettingError, ApiSettings
from tests.api_client import GENEROUS, api_client

PROXY = (ip_network("10.0.0.0/8"),)
LOCAL = (ip_network("127.0.0.1"),)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_what_it_holds_and_fills_at_its_pace():
    clock = Clock()
    buckets = Buckets(10, 2, clock=clock)
    assert [buckets.take("a", 4) for _ in range(3)] == [0, 0, 1.0]
    assert buckets.take("b", 10) == 0
    clock.now = 0.9
    assert buckets.take("a", 4) == pytest.approx(0.1)
    clock.now = 1.0
    assert buckets.take("a", 4) == 0
    clock.now = 1000.0
    assert buckets.take("a", 50) == 0  # more than it holds takes the whole
    assert buckets.take("a", 1) == 0.5
    assert (retry_after(0.01), retry_after(2.1)) == ("1", "3")


def test_buckets_are_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MOST_CLIENTS", 3)
    buckets = Buckets(1, 1, clock=Clock())
    for n in range(10):
        buckets.take(str(n), 1)
    assert len(buckets._known) == 3


@pytest.mark.parametrize(
    ("peer", "header", "proxies", "client"),
    [
        ("192.0.2.1", "", (), "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", (), "192.0.2.1"),  # not configured: not believed
        ("198.51.100.7", "198.51.100.7", (), "198.51.100.7"),  # its own address does not make a reader one of this machine
        ("198.51.100.7", "203.0.113.9, 198.51.100.7", LOCAL, "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9", (), "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.7", LOCAL, "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9\n198.51.100.7", LOCAL, "198.51.100.7"),  # a proxy that adds a header beside the reader's
        ("10.0.0.5", "203.0.113.9", PROXY, "203.0.113.9"),
        ("10.0.0.5", "1.1.1.1, 203.0.113.9, 10.0.0.9", PROXY, "203.0.113.9"),  # only what our own proxies wrote
        ("10.0.0.5", "203.0.113.9:4711", PROXY, "203.0.113.9"),
        ("192.0.2.1", "203.0.113.9", PROXY, "192.0.2.1"),
        ("2001:db8:1:2:3::1", "", (), "20010db800010002/64"),
        ("10.0.0.5", "[2001:db8:1:2:ffff::9]:80", PROXY, "20010db800010002/64"),
        ("::ffff:192.0.2.1", "", (), "192.0.2.1"),
        ("::1", "", (), "127.0.0.1"),
        ("", "", (), ""),
    ],
)  # fmt: skip
def test_who_the_client_is(peer, header, proxies, client):
    assert client_of(peer, header.split("\n") if header else [], proxies) == client


def test_a_header_of_any_length_is_read_from_its_end_alone(monkeypatch):
    """What the proxies wrote stands last; what a reader wrote before it may be a book."""
    read = []
    inner = limits.within
    monkeypatch.setattr(limits, "within", lambda host, networks: (read.append(host), inner(host, networks))[1])
    known = limits.ClientLimits(replace(GENEROUS, proxies=PROXY))
    assert known.client("10.0.0.5", ["10.0.0.9," * 7000 + "203.0.113.9, 10.0.0.9"]) == "203.0.113.9"
    assert known.client("10.0.0.5", ["10.0.0.9"] * 7000 + ["203.0.113.9"]) == "203.0.113.9"
    assert known.client("10.0.0.5", ["10.0.0.9," * 7000]) == "10.0.0.9"
    assert len(read) < 200


def test_too_many_reads_are_asked_to_wait():
    client = api_client(replace(GENEROUS, reads_per_second=10))
    answers = [client.get("/goals?lang=en") for _ in range(60)]
    codes = [answer.status_code for answer in answers]
    assert set(codes) == {200, 429}
    refused = answers[codes.index(429)]
    assert refused.json()["type"] == "/api#too_many_requests"
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["access-control-allow-origin"] == "*"


def test_a_generation_that_has_to_be_looked_for_counts_as_several_reads():
    client = api_client(replace(GENEROUS, reads_per_second=11))
    codes = [client.get(f"/goals?generation=20200101T00000{n}Z-00000000").status_code for n in range(4)]
    assert codes[0] == 410
    assert 429 in codes


def test_files_are_limited_harder_than_reads():
    client = api_client(ApiSettings(reads_per_second=10_000, exports_per_minute=2))
    paths = [f"/cards/balans.niva.xlsx?matt={name}" for name in ("jobs_ratio", "population", "net_income")]
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert client.get(paths[0]).status_code == 200  # one that is made already costs no file
    assert client.get("/goals").status_code == 200


def service_with(make, *, both: bool = False, **settings) -> tuple[Service, Starlette]:
    service = Service(replace(GENEROUS, **settings))
    slow = Operation("slow", "/slow/{n}", make, weight=lambda place: "export")
    quick = Operation("quick", "/quick", make if both else lambda call: Made(b"{}"))
    return service, Starlette(routes=[Route(each.path, Endpoint(service, each)) for each in (slow, quick)])


def in_a_loop_of_its_own(main) -> None:
    """Run it in a thread: in this one the browser tests' driver may have a loop going."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, main).result()


def get(app: Starlette, path: str, *, gone: bool = False, query: bytes = b""):
    """One request as the web server makes it; `gone`: the client has hung up."""
    sent: list[dict] = []

    async def receive():
        if gone:
            return {"type": "http.disconnect"}
        await anyio.sleep_forever()

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [],
    }
    scope |= {"http_version": "1.1", "scheme": "http", "server": ("x", 80), "root_path": "", "client": ("a", 1)}

    async def run() -> int:
        await app(scope, receive, send)
        return int(sent[0]["status"])

    return run


def test_long_work_stops_no_reading_and_at_most_so_many_run():
    going, most, lock, free = 0, 0, threading.Lock(), threading.Event()

    def make(call):
        nonlocal going, most
        with lock:
            going += 1
            most = max(most, going)
        assert free.wait(30)
        with lock:
            going -= 1
        return Made(b"file", "application/pdf", "x.pdf")

    _, app = service_with(make, exports_at_once=2)
    found: list[int] = []

    async def one(n: int) -> None:
        found.append(await get(app, f"/slow/{n}")())

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            for n in range(5):
                tasks.start_soon(one, n)
            while going < 2:
                await anyio.sleep(0.01)
            assert await get(app, "/quick")() == 200
            assert not found
            free.set()

    in_a_loop_of_its_own(main)
    assert (found, most) == ([200] * 5, 2)


class Figures:
    """As much of a generation as an answer needs."""

    def __init__(self, edition: str) -> None:
        self.snapshot = SimpleNamespace(edition=edition, generation=edition)


def test_requests_that_wait_hold_no_figures(monkeypatch):
    """Of thirty generations asked for at once, as many are in memory as are being worked on, for quick answers and for files."""
    alive: WeakSet[Figures] = WeakSet()
    most, lock = 0, threading.Lock()

    def figures_of(edition: str) -> Figures:
        nonlocal most
        found = Figures(edition)
        with lock:
            alive.add(found)
            most = max(most, len(alive))
        return found

    def make(call):
        time.sleep(0.01)
        return Made(call.data.snapshot.edition.encode())

    monkeypatch.setattr(service_module, "figures_of", figures_of)
    _, app = service_with(make, both=True, exports_at_once=2)
    codes: list[int] = []

    async def one(path: str, number: int) -> None:
        codes.append(await get(app, path, query=f"generation=g{number}".encode())())

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(30):
                tasks.start_soon(one, "/quick" if number % 2 else "/slow/1", number)

    in_a_loop_of_its_own(main)
    assert codes == [200] * 30
    assert most <= QUICK_AT_ONCE + 2


def test_who_asks_the_same_waits_for_the_one_answer():
    made = []

    def make(call):
        made.append(call.place["n"])
        return Made(b"file", "application/pdf", "x.pdf")

    _, app = service_with(make)

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(6):
                tasks.start_soon(get(app, "/slow/1"))

    in_a_loop_of_its_own(main)
    assert made == ["1"]


def test_a_client_that_hangs_up_while_it_waits_costs_nothing():
    made = []

    def make(call):
        made.append(call.place["n"])
        return Made(b"file", "application/pdf", "x.pdf")

    service, app = service_with(make)

    async def main() -> None:
        assert await get(app, "/slow/1", gone=True)() == 503
        assert await get(app, "/slow/2")() == 200

    in_a_loop_of_its_own(main)
    assert made == ["2"]
    assert service._waiting == 0


def test_a_full_queue_says_so():
    free = threading.Event()

    def make(call):
        assert free.wait(30)
        return Made(b"file", "application/pdf", "x.pdf")

    service, app = service_with(make, exports_at_once=1)
    codes: list[int] = []

    async def one(n: int) -> None:
        codes.append(await get(app, f"/slow/{n}")())

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            for n in range(MOST_WAITING):
                tasks.start_soon(one, n)
            while service._waiting < MOST_WAITING:
                await anyio.sleep(0.01)
            assert await get(app, "/slow/more")() == 503
            free.set()

    in_a_loop_of_its_own(main)
    assert codes == [200] * MOST_WAITING


def test_memory_for_answers_is_bounded():
    shelf = Shelf(most=1000)
    for n in range(50):
        shelf.put(str(n), KeptAnswer({"etag": str(n)}, b"x" * 100, None))
        assert shelf.size <= 1000
    assert shelf.get("0") is None
    assert shelf.get("49") is not None
    shelf.put("49", KeptAnswer({}, b"y" * 200, None))
    assert shelf.size <= 1000


@pytest.mark.parametrize("name", ["BALANCE_API_READS_PER_SECOND", "BALANCE_API_EXPORTS_PER_MINUTE", "BALANCE_API_EXPORTS_AT_ONCE"])
@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_an_impossible_setting_is_told_by_name(name, value):
    with pytest.raises(ApiSettingError, match=name):
        ApiSettings.from_environment({name: value})


def test_settings_from_the_environment():
    assert ApiSettings.from_environment({}) == ApiSettings()
    assert ApiSettings.from_environment({"BALANCE_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"}).proxies == (*LOCAL, *PROXY)
    with pytest.raises(ApiSettingError, match="BALANCE_TRUSTED_PROXIES"):
        ApiSettings.from_environment({"BALANCE_TRUSTED_PROXIES": "anyone"})
