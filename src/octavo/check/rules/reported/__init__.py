"""Rules that are reported elsewhere: by a stage, when an edition is read back, or by something outside octavo."""
