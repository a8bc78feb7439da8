"""Field types that departments share: land, areas, divisions, codes that identify."""
