"""What the whole run stands on, loaded before the settings are."""
