"""Two games: you or the network, on Pairs, and fool the network, on Draw & compare."""
