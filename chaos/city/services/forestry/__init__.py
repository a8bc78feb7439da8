"""The forestry bureau of the chaos city: an authorised but hostile department."""
