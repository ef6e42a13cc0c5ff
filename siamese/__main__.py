"""`python -m siamese`: the command line."""

import sys

from siamese.cli.commands import main

sys.exit(main())
