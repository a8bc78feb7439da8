"""Corrections of published acts: corrected, revoked or void (更正, 撤销, 确认无效)."""
