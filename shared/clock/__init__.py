"""The time: of this machine, or of a drill that moves it."""
