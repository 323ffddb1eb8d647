"""Temporary endeavours: charter, plan, baseline, progress, deliverables, hand-over."""
