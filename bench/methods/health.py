"""How long /healthz takes, asked again and again over one connection."""

import http.client
import time

ASKED = 200


def asked(port: int, every_s: float = 0.0) -> list[float]:
    """Milliseconds of each answer, with a pause after it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = []
    for _ in range(ASKED):
        begun = time.perf_counter()
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        took.append((time.perf_counter() - begun) * 1_000)
        time.sleep(every_s)
    connection.close()
    return took
