"""``python -m ui.reports KIND FILE …``: papers without the server."""

import sys

from ui.reports.cli import main

sys.exit(main())
