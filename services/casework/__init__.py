"""Casework: the common subject of all departments that find clues, verify them and refer cases."""
