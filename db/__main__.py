"""``python -m db VERB …``: the operator's door."""

import sys

from db.commands import main

sys.exit(main())
