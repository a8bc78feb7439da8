"""Taking up with the others again after a department's database went back in time."""
