"""The command as a module, for the processes `serve` starts."""

from goldenthread.cli import main

main()
