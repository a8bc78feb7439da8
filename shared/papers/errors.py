"""Errors of writing a paper."""

from shared.errors import RejectedError, RetryableError

MOST_NAMED = 20


class FontMissingError(RetryableError):
    """The fonts of PDF papers are not installed on this machine."""

    slug = "paper-font-missing"
    title = "缺少字体"

    def __init__(self, path: str, setting: str = "LIANDONG_PAPER_FONTS") -> None:
        super().__init__(
            f"找不到公文字体文件“{path}”："
            "请安装 Debian 软件包 fonts-noto-cjk（make setup 会自动安装），"
            f"或将 {setting} 设为存放该文件的目录；DOCX 文书不需要字体文件"
        )


class GlyphMissingError(RejectedError):
    """No font has a required character; omitting it would change a name, so nothing is written."""

    status = 422
    slug = "paper-glyph-missing"
    title = "字体中没有所需的字"

    def __init__(self, missing: set[str]) -> None:
        listed = "、".join(
            f"“{char}”（U+{ord(char):04X}）" for char in sorted(missing)[:MOST_NAMED]
        )
        super().__init__(
            f"已装的字体中没有这些字：{listed}。请核对用字；确需使用的，请改用 DOCX 格式，"
            "或请管理员安装 Debian 软件包 fonts-hanazono、fonts-babelstone-han、fonts-noto-core、"
            "fonts-unifont，或将 LIANDONG_PAPER_FURTHER_FONTS 设为含这些字的字体文件或目录"
        )
