"""The door for people: pages, components and their assets."""
