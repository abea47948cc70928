"""The open HTTP interface, read only, under /api/v1: the store's figures, the metrics, the cards and their files. No Streamlit here."""
