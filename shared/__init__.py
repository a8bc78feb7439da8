"""The platform kit: what every department is built on; names no department."""

import warnings

# nameko, which the city chose, stands on eventlet; a clerk's terminal is no place to say so.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
