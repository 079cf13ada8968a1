#!/usr/bin/env python3
"""The same command as `alongside`, under the name that Django users expect."""

from alongside.command.main import main

if __name__ == "__main__":
    main()
