"""The door for operators: the goldenthread command."""


def main() -> None:
    """Run the command. What it is made of is loaded now, so that the processes of `serve` stay small."""
    from goldenthread.cli.app import main as command  # noqa: PLC0415

    command()
