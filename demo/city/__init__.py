"""A fictional city: its office hours, its sites and the commands about them."""
