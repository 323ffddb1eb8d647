"""`goldenthread import …`: what comes in from other systems, one command each."""

import typer

app = typer.Typer(help="Bring in data from another system.", no_args_is_help=True)


@app.callback()
def imports() -> None:
    """Bring in data from another system. A second run of the same file changes nothing."""
