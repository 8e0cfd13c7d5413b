"""The presses: one folder for each output format. They share the galley, and do not know one another."""
