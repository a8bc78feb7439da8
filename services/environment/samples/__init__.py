"""Soil samples of survey reports, and their comparison with the limits (采样检测结果)."""
