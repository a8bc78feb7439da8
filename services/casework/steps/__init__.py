"""Steps of a case by any organ, published to all without names."""
