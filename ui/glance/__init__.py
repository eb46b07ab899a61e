"""``/glance``: the overview's first screen as one page that the server makes, for a phone on a slow line."""
