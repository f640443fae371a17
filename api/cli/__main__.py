"""`python -m api.cli` is `usf`."""

from api.cli import main

main()
