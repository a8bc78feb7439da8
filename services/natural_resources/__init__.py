"""The planning and natural resources bureau (规划和自然资源局)."""
