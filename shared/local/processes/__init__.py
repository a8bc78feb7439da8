"""Child processes: started, watched, stopped with all that they started."""
