"""The command line as ``python -m newscrawl.cli``."""

from __future__ import annotations

from newscrawl.cli import main

if __name__ == "__main__":
    main()
