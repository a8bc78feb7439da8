"""Survey reports and their joint review (调查报告)."""
