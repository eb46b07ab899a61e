"""What a browser calls itself, in a few words that its owner knows again."""

_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Line/", "LINE"),
    ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def agent(header: str) -> str:
    """Browser and system, such as ``Chrome · Windows``; what is not known is left out."""
    found = (next((name for sign, name in signs if sign in header), "") for signs in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in found if name)
