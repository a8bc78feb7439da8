"""Code metrics, to compare two revisions: sizes, names, folders, imports.

Run as `python scripts/code_figures.py [FOLDER]`; without a folder it measures this checkout.
"""

import ast
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

PRODUCT = ("shared", "sdk", "services")
ALL = (*PRODUCT, "bench", "chaos", "gameday", "testbed", "demo", "monitoring", "tests")


def main(root: Path) -> None:
    """Print a Markdown table of the metrics."""
    files = {name: sorted((root / name).rglob("*.py")) for name in ALL}
    product = [path for name in PRODUCT for path in files[name]]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in product}
    every = trees | {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for name in ALL
        for path in files[name]
        if path not in trees
    }
    rows = [
        ("modules at the root of shared/", len(list((root / "shared").glob("*.py")))),
        ("files in the longest folder of shared/", _longest_folder(root / "shared")),
        ("lines of a file: median, p90, longest", _spread(map(_lines, product))),
        ("lines of a function: median, p90, longest", _spread(_function_lines(trees.values()))),
        ("files named with -ing", sum(path.stem.endswith("ing") for path in product)),
        ("class names defined twice or more", _doubled_classes(trees.values())),
        ("loop variables named `at`", sum(map(_loops_over_at, every.values()))),
        ("exceptions to lint (noqa)", sum(path.read_text().count("# noqa") for path in product)),
        ("modules of shared/ that services import", len(_imported(root / "services"))),
    ]
    for what, figure in rows:
        print(f"| {what} | {figure} |")


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _longest_folder(folder: Path) -> int:
    counted = Counter(path.parent for path in folder.rglob("*.py") if path.name != "__init__.py")
    return max(counted.values())


def _spread(numbers: Iterable[int]) -> str:
    ordered = sorted(numbers)
    tenth = ordered[int(len(ordered) * 0.9)]
    return f"{statistics.median(ordered):.0f}, {tenth}, {ordered[-1]}"


def _function_lines(trees: Iterable[ast.Module]) -> Iterator[int]:
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or node.lineno) - node.lineno + 1


def _doubled_classes(trees: Iterable[ast.Module]) -> int:
    names = Counter(
        node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    )
    return sum(number > 1 for number in names.values())


def _loops_over_at(tree: ast.Module) -> int:
    targets = [
        node.target for node in ast.walk(tree) if isinstance(node, ast.For | ast.comprehension)
    ]
    return sum(
        isinstance(name, ast.Name) and name.id == "at"
        for target in targets
        for name in ast.walk(target)
    )


def _imported(folder: Path) -> set[str]:
    return {
        node.module
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shared")
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
