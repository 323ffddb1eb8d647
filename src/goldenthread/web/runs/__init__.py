"""Long calculations as pages: how far they are, and what they found."""
