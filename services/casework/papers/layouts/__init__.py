"""How each form is laid out on its sheet."""
