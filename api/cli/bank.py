"""`usf bank`: what goes to the bank and what comes back from it."""

import typer

from api.cli import bank_files, payment_files


def register(app: typer.Typer) -> None:
    """Add the commands."""
    bank = typer.Typer(help="Files to the bank, and files from it.", no_args_is_help=True)
    bank_files.register(bank)
    payment_files.register(bank)
    app.add_typer(bank, name="bank")
