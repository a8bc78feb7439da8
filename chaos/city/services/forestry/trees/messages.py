"""Events about trees."""

from typing import Annotated

from shared.messages import Between, Classification, Title, event


@event("tree.felled", title="树木已采伐", classification=Classification.PUBLIC, subject="tree_code")
class TreeFelled:
    """A tree was felled for the `number`-th time."""

    tree_code: Annotated[str, Title("树木编号")]
    number: Annotated[int, Title("次数"), Between(1, 1_000_000_000)]
    note: Annotated[str, Title("文号")]
