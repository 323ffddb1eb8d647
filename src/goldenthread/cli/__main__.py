"""The command as a module, for the processes `serve` starts."""

from goldenthread.cli import main

if __name__ == "__main__":
    main()
