"""Contents too large for a message: fetched from the publisher, served to who may read them."""
