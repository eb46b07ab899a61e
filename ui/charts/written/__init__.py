"""The charts as they are written, in Altair, which needs half a second and 30 MB to load: the server reads what
``python -m ui.charts.written`` made of them.
"""
