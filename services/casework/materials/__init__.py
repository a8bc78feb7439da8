"""Materials of cases: stored by their hash, with their origin and their chain of custody."""
