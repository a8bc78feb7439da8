"""The fields of each paper, as its official form has them."""
