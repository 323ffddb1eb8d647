"""The live sheet of components."""
