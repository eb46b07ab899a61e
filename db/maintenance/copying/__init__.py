"""A whole database is copied into another one, of the other kind or of the same.

``ends`` opens both and says what is wrong with either, ``mark`` keeps in the target how far the copy has come, ``rows``
moves them, ``numbers`` has the counters of ids go on, ``whole`` does it all.
"""

from db.maintenance.copying.whole import Copied, copy

__all__ = ["Copied", "copy"]
