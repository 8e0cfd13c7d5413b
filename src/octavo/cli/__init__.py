"""The command line: the only place that knows exit codes."""
