"""The two transfer procedures of the law: tables of moves, and the functions that read them."""
