"""The overlay of held plots on the one map (一张图)."""
