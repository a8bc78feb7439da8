"""The office that handles a matter: the city takes it up or hands it down (提级, 交办)."""
