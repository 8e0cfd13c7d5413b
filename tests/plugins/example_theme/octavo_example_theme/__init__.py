"""A theme for octavo in another package; octavo reads its style sheets and never imports it."""

raise AssertionError("this module is not imported")
