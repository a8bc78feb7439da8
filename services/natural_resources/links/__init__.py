"""Links between plots and parcels: which ground they share, and since when (地块与宗地对应关系)."""
