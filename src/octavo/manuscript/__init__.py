"""What the author wrote: one semantic tree a chapter, everything resolved."""
