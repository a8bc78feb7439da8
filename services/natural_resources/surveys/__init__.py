"""Natural resources' part of the review of survey reports (评审)."""
