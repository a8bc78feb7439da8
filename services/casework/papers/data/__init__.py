"""From a case to the fields of its papers: pure, so that each paper can be proved from the case."""
