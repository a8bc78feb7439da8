"""Two fictional departments, with which the speed of the platform is measured."""
