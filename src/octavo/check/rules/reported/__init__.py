"""Rules that are found on the way: where a stage cannot go on as was written, and where an edition is read back."""
