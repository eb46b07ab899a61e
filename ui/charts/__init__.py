"""Charts: written in Altair, compiled once, fed tidy rows; each with a sentence for screen readers and a table twin.

Papers take the specs and the frames; ``drawing`` alone needs Streamlit.
"""
