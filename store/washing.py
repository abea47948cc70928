"""Text as it may be shown and written: without the characters that XML, and so Word, Excel and SVG, or UTF-8 cannot hold."""

from __future__ import annotations

import re

# C0 and C1 controls but tab, line feed and carriage return; surrogates without their other half; U+FFFE, U+FFFF and their like.
_SPACE = re.compile("[\u000b\u000c\u001c-\u001f\u0085\u2028\u2029]+")
_NOTHING = re.compile("[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")


def washed(text: str) -> str:
    """`text` without control characters and half characters; those that separate words leave a space.

    >>> washed("Styrtecken\\x0bi\\x00 noten")
    'Styrtecken i noten'
    """
    return _NOTHING.sub("", _SPACE.sub(" ", text))
