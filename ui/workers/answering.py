"""A process that is given one function with its arguments, tells how far it is, and gives back the result.

Only functions of this program are named, and only by this program: nothing that a visitor sends is unpickled.
"""

import os
import pickle  # nosec B403 # between this program and itself
import sys
import traceback
from typing import IO, Any

PART = 5  # the result takes at most this part of the memory, since the server must hold it too


class Bounded:
    """A file that takes a result of at most a ``PART`` of a worker's memory."""

    def __init__(self, file: IO[bytes], megabytes: int) -> None:
        self.file, self._left = file, (megabytes << 20) / PART

    def write(self, data: bytes) -> None:
        """Write a part; raises ``MemoryError`` where all together would be too much."""
        self._left -= len(data)
        if self._left < 0:
            raise MemoryError
        self.file.write(data)


class Told(Bounded):
    """The way to the server. Whatever a library prints goes elsewhere."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(os.fdopen(os.dup(sys.stdout.fileno()), "wb"), megabytes)
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def tell(self, *message: Any) -> None:
        """One whole message."""
        pickle.dump(message, self, protocol=pickle.HIGHEST_PROTOCOL)
        self.file.flush()


def main() -> int:
    """Do the one job. Of a fault the log gets where it was and its name, and nothing of what the file holds."""
    function, arguments, megabytes = pickle.load(sys.stdin.buffer)  # nosec B301 # from the server
    told = Told(megabytes)
    try:
        result = function(*arguments, lambda *share: told.tell("share", share))
    except MemoryError:
        raise
    except Exception as error:
        sys.stderr.write("".join([*traceback.format_tb(error.__traceback__), type(error).__name__, "\n"]))
        return 1
    told.tell("result", result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
