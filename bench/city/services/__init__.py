"""A made-up pair of departments that the speed of the platform is measured with."""
