"""What one act does in every department, as spans; off unless the environment names a collector."""
