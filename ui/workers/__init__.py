"""Heavy work in processes of their own: so many at once, so many in line, each bounded in memory and time.

``python -m ui.workers MEGABYTES SECONDS MODULE …`` bounds itself and is then that module. A process serves one job and
ends with it: nothing of one person's file is left for the next, and what dies takes nothing else along.
"""
