"""The app's type and colours for HTML of ours that stands outside the app."""

from __future__ import annotations

from charts.tokens import DARK, LIGHT, css_variables
from streamlit_seams.index_page import ICONS, fonts

STYLE = (
    "{0}{margin:0;background:var(--ground);color:var(--ink);font:17px/1.55 'Source Sans','Until Sans',sans-serif}"
    "{0}{font-variant-numeric:tabular-nums}"
    "{0} main{max-width:1140px;margin:0 auto;padding:1rem 2.5rem 3rem}"
    "{0} h1{font:600 2rem/1.25 'Source Serif','Until Serif',serif}{0} a{color:var(--accent)}"
    "{0} .brand{font:600 1.15rem 'Source Serif',serif;text-decoration:none;color:var(--ink)}"
    "{0} header{border-bottom:1px solid var(--rule);padding-bottom:.6rem;margin-bottom:1.6rem}{0} li{margin:.25rem 0}"
    "{0} nav{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin-top:.9rem}{0} nav a{text-decoration:none}"
    "{0} :is(input,button){font:inherit;color:inherit;background:var(--panel);border:1px solid var(--muted)}"
    "{0} :is(input,button){border-radius:.25rem;padding:.3rem .6rem;max-width:100%}"
    "@media(max-width:760px){{0} main{padding:.6rem 1rem 2rem}{0} h1{font-size:1.6rem}}"
)
# What stands there until the letters have come takes as much room as they will: the systems' own are wider or narrower.
IN_PLACE = (
    "@font-face{font-family:'Until Sans';src:local('Arial'),local('Liberation Sans');size-adjust:93%}"
    "@font-face{font-family:'Until Serif';src:local('Times New Roman'),local('Liberation Serif');size-adjust:105%}"
)


def base_style(root: str) -> str:
    """Type and colours, light or dark as the system is set, for what lies in the element that a CSS selector names."""
    letters = {family: place for family, place in fonts().items() if family != ICONS}
    faces = "".join(f"@font-face{{font-family:'{family}';src:url({place});font-weight:200 900}}" for family, place in letters.items())
    colours = f"{css_variables(LIGHT)}@media(prefers-color-scheme:dark){{{css_variables(DARK)}}}"
    return faces + IN_PLACE + colours + STYLE.replace("{0}", root)
