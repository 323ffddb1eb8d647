"""The search for better plans and for proof that there are none: islands that breed, bounds, the solver."""
