"""Every place where this project leans on what Streamlit does not promise, and nothing else: when Streamlit moves, look here.

A new version may change any of it without a word. Each seam therefore says why it is needed, and tests/test_streamlit_seams.py holds the
assumption itself against the installed version (the attribute, the signature, the word in the shipped page or script), so that an upgrade
fails there by name and not somewhere in a reader's browser. Elsewhere only `import streamlit as st` and its public names are used; the same
test holds that.

- `server`: how the process that serves the app is put right before it takes its first connection
- `pages`: who routes
- `addresses`: which addresses are Streamlit's own
- `index_page`: the page and the fonts that come with Streamlit, before the app has said anything
- `dom`: what static/style.css and static/page.js name of the page that Streamlit draws, and what its own controls say
- `late_address`: a run that comes with the address of a moment ago
"""
