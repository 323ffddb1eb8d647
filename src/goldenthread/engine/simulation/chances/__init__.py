"""What may happen: distributions, draws that belong to their source, risk events and uncertain costs."""
