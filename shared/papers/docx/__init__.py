"""DOCX output of papers."""
