"""The acts about each plot, from which its standing is folded by effective date (事实记录)."""
