"""Which addresses Streamlit answers. It offers more than this site uses, so that what is let through must be known by name."""

from __future__ import annotations

import re

CORE = "/_stcore/"
METRICS = f"{CORE}metrics"
OPEN = re.compile(rf"{CORE}(health|host-config|stream|bidi-components/.+)")  # what its pages and whoever watches the server ask for
BELOW = ("/media/", "/component/")  # answered by Streamlit, 404 included; what is not let through otherwise is ours
