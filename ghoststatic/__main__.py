"""``python -m ghoststatic`` is the command line."""

import sys

from ghoststatic.cli import main

sys.exit(main())
