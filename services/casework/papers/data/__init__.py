"""From a case to the fields of its papers: pure, so that a paper can be verified from the case."""
