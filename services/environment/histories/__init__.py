"""What land was used for, told to those who would grow food on it (地块历史)."""
