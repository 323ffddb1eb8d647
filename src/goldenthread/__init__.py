"""Goldenthread: one system for service project management, from the idea to the value it returned."""

__version__ = "0.1.0"
