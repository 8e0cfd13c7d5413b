"""A theme in a package. Octavo reads its style sheets and never imports this."""

raise AssertionError("a theme was imported")
