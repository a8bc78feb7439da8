"""The two transfer procedures as the law writes them: tables of moves, and what reads them."""
