"""Is it right: what is read back from finished editions, compared and ruled on."""
