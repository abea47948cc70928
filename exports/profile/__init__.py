"""A kommun's profile as a file: two designed pages (PDF, Word) or three slides, what its page says, with an appendix of data on request."""

from __future__ import annotations

from cards.context import View
from exports.model import MEDIA_TYPES, Export, ExportError, Options
from exports.naming import slug
from exports.profile.content import content_of

PROFILE_FORMATS = ("pdf", "docx", "pptx")


def make_profile(view: View, code: str, fmt: str, options: Options, *, against: str = "", appendix: bool = False) -> Export:
    """The profile of the kommun `code` against `against` (as the page's link names it; default: the county) as one file.

    `appendix`: followed by every measure of the profile as a table, with where the figures come from. Raises ExportError: unknown_format,
    no_browser (PDF alone needs one), browser_failed; cards.registry.UnknownCard, WrongChoice for what there is no profile of.
    """
    if fmt not in PROFILE_FORMATS:
        raise ExportError.of("unknown_format", view.t, fmt=fmt[:20], known=", ".join(PROFILE_FORMATS))
    content = content_of(view, code, against, options)
    if fmt == "pdf":
        from exports.profile.page import pdf as made  # noqa: PLC0415 - each is slow to import
    elif fmt == "docx":
        from exports.profile.word import document as made  # noqa: PLC0415
    else:
        from exports.profile.slides import slides as made  # noqa: PLC0415
    return Export(f"{slug(content.name_of_file)}.{fmt}", MEDIA_TYPES[fmt], made(content, appendix=appendix))
