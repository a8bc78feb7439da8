"""Creates the keys of the benchmark's departments and prints the settings that name them."""

import json
import sys
from pathlib import Path

from shared.clock.system import system_clock
from shared.local.dev_keys import create_dev_keys

if __name__ == "__main__":
    sys.stdout.write(json.dumps(create_dev_keys(Path(sys.argv[1]), system_clock())))
