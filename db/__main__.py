"""``python -m db VERB …``: the operator's door."""

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed / ต้องใช้ Python 3.11 ขึ้นไป")

from db.commands import main

sys.exit(main())
