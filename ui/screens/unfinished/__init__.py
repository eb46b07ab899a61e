"""Loads that are not saved yet: kept beyond the tab, offered again, taken up where they were left."""
