"""Materials of cases: kept by their hash, with their origin and their chain of custody."""
