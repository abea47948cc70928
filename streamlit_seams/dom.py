"""What our style sheet, our script and our pages name of the page that Streamlit draws: its marks, and the words of its own controls.

The classes `st-key-…`, which Streamlit promises for the key of a container, are used freely and not listed.
"""

from __future__ import annotations

# The marks `data-testid` by what they are named for. One that is named anywhere else in static/ or ui/ must stand here.
MARKS = {
    "stApp": "what the server sent first gives way when its run has ended",
    "stException": "or when it has ended in an error",
    "stSkeleton": "nor before its controls are drawn",
    "stHeader": "its bar takes no room above ours",
    "stToolbar": "the menu in that bar stays where it can be reached",
    "stMainBlockContainer": "the margins around the page",
    "stVerticalBlock": "on paper elements flow instead of standing in a flex box, which no page break divides",
    "stHorizontalBlock": "the map and what is said beside it stand in a grid, or one below the other on a narrow screen",
    "stColumn": "the parts of that grid",
    "stLayoutWrapper": "on paper the frame of what is not printed goes too",
    "stElementContainer": "on paper a chart is not cut in two and a title not left behind",
    "stHtml": "our own HTML: its links, and notes in two columns",
    "stDialog": "Streamlit's notice that its server is gone speaks English to whoever runs it; ours stands instead",
    "stAlert": "what a link asked for, quoted in a notice, is shown as plain text",
    "stExpander": "on paper what is folded together is left out",
    "stSelectbox": "how wide a choice is in a row of choices",
    "stMultiSelect": "how wide a choice is in a row of choices",
    "stTextInput": "how wide a field is beside its buttons",
    "stButtonGroup": "options that fit no line stand on several",
}
CLASSES = ("stApp", "react-aria-ComboBox")  # the whole app, by which our rules outweigh Streamlit's; a field whose focus must be seen
STATES = {  # attributes of the whole app, by which static/page.js knows how it stands
    "data-test-script-state": "what the server sent first gives way when the run has ended",
    "data-test-connection-state": "the page is run anew where it is connected to a server that has not run it",
}
IDS = ("stMain",)  # where the link "skip to content" leads
# What Streamlit's and plotly's own controls say, in English whatever the reader's language → the key of ours in common.widget;
# static/page.js says it in ours.
WIDGET_WORDS = {
    "Skip to main content": "skip",
    "Clear all": "clear_all",
    "Download plot as a PNG": "download_plot",
    "Download plot": "download_plot",
    "Zoom in": "zoom_in",
    "Zoom out": "zoom_out",
    "Reset": "zoom_reset",
    "Pan": "pan",
    "Fullscreen": "fullscreen",
    "Close fullscreen": "close_fullscreen",
}
