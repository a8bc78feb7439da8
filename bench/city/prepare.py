"""Make the keys of the made-up departments and print the settings that point at them."""

import json
import sys
from pathlib import Path

from shared.devkeys import set_up
from shared.timing import system_clock

if __name__ == "__main__":
    sys.stdout.write(json.dumps(set_up(Path(sys.argv[1]), system_clock())))
