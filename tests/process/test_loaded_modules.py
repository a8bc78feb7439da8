"""The libraries that a process of the platform imports, and those it must not import."""

import subprocess
import sys


def printed_by(code: str) -> str:
    """Run code in a process of its own and return what it prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_departments_and_the_plain_host_load_neither_nameko_nor_eventlet():
    code = (
        "import sys, shared.runtime.threads.main, shared.catalog.catalog as catalog;"
        "[catalog.load_service(name) for name in catalog.department_names()];"
        "print({'nameko', 'eventlet', 'kombu'} & {name.partition('.')[0] for name in sys.modules})"
    )

    assert printed_by(code) == "set()"


def test_the_nameko_host_patches_the_standard_library_before_it_loads_what_uses_it():
    code = (
        "import sys, eventlet\n"
        "patch, early = eventlet.monkey_patch, {'pika', 'pymongo', 'liandong', 'nameko'}\n"
        "def check():\n"
        "    print(sorted(early & set(sys.modules)))\n"
        "    patch()\n"
        "eventlet.monkey_patch = check\n"
        "import shared.runtime.nameko.main\n"
    )

    assert printed_by(code) == "[]"


def test_without_a_collector_nothing_of_opentelemetry_is_loaded():
    modules = "shared.runtime.assembly, shared.runtime.startup"
    code = f"import sys, {modules}; print('opentelemetry' in sys.modules)"

    assert printed_by(code) == "False"


def test_the_help_of_a_command_loads_no_driver_and_no_schema():
    code = (
        "import sys\n"
        "from liandong.cli.main import build\n"
        "build()\n"
        "heavy = {'marshmallow', 'pymongo', 'werkzeug', 'structlog', 'shapely'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    assert printed_by(code) == "[]"
