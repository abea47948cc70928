"""What a browser says to Streamlit's server and hears from it, for those who play readers (`benchmarks/readers.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PLACE, HEALTH = "/_stcore/stream", "/_stcore/health"
AGAIN, AGAIN_AT_MOST = 0.5, 4.0  # seconds that a browser waits at most before it asks for a lost server, doubled each time up to the most
RUNS_KEPT = 2  # runs for which a browser keeps a part that it has not seen again (Streamlit's global.maxCachedMessageAge)


@dataclass(frozen=True)
class Told:
    """A message from the server: the mark of a part that the browser keeps (empty: of none), whether the run has ended, whether it is an
    error, and the query that the page's address now has (None: the one it had)."""

    mark: str
    ended: bool
    failed: bool
    query: str | None = None


def asked(page: str, query: str, marks: Iterable[str], address: str) -> bytes:
    """The message that asks for a run of a page (empty: the first) with a query; `marks` are of the parts that the browser has."""
    message = BackMsg()
    message.rerun_script.page_name, message.rerun_script.query_string = page, query
    message.rerun_script.cached_message_hashes.extend(marks)
    message.rerun_script.context_info.color_scheme = "light"
    message.rerun_script.context_info.url = address
    sent: bytes = message.SerializeToString()
    return sent


def told(message: bytes) -> Told:
    """What a message says."""
    found = ForwardMsg.FromString(message)
    mark = found.ref_hash or (found.hash if found.metadata.cacheable else "")
    kind = found.WhichOneof("type")
    query = found.page_info_changed.query_string if kind == "page_info_changed" else None
    return Told(mark, kind == "script_finished", found.delta.new_element.HasField("exception"), query)
