"""The portal: ask, follow, approve, accept, rate."""
