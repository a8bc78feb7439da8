"""Papers as DOCX."""
