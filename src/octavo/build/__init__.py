"""The build: what takes a publication through all stages."""
