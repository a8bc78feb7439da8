"""Texts, numbers and instants as people write them, in the one form that a legal record keeps."""
