"""A made-up city: its working days, its sites and what happens on them."""
