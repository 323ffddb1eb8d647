"""`goldenthread report …`: figures from the database, one command each."""

import typer

app = typer.Typer(help="Figures from the database.", no_args_is_help=True)


@app.callback()
def reports() -> None:
    """Figures from the database, as pages show them."""
