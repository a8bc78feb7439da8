"""Papers: official documents as neutral values, and what writes them as DOCX and PDF."""
