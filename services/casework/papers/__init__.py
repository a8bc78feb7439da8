"""The papers of case transfer: their fields, their layouts, and one list of all of them."""
