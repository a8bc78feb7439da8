"""Shared platform kit of every department; imports no department."""

import warnings

# nameko runs on eventlet and importing it prints a deprecation warning; hide it from users of the
# command line.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
