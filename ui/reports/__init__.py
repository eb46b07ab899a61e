"""The meeting pack: papers made from one ``Figures``, the same that every screen and ``summary`` read.

Runs in a process of its own (``python -m ui.reports``): its libraries are heavy and never enter the server.
"""
