"""What is compiled: orders of tasks turned into plans, and populations of orders that breed."""
