"""What every context stands on: actors, actions, events, errors, keys, files, jobs, the embedded database."""
