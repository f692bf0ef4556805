"""What the engine may read: the recipe's own resources from memory, fonts of the styles folder, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelpress.press.engine.loading import URLFetcher, URLFetcherResponse
from panelpress.press.fonts import ADDRESS as FONT_ADDRESS
from panelpress.press.fonts import font_files

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves the recipe's own resources from memory, fonts of the styles folder from disk, and nothing else."""

    def __init__(self, resources: Mapping[str, tuple[str, bytes]], styles: Path | None) -> None:
        super().__init__(allowed_protocols={"pp", "file"})
        self.resources = resources
        self.styles = styles
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002 - the engine's signature
        """Answer the engine's request for an address, and note it."""
        kind, data = self._find(url)
        return URLFetcherResponse(url, data, {"Content-Type": kind})

    def _find(self, url: str) -> tuple[str, bytes]:
        if url in self.resources:
            return self.resources[url]
        if url.startswith(FONT_ADDRESS) and (path := font_files().get(url.removeprefix(FONT_ADDRESS))):
            return "font/ttf", path.read_bytes()
        if url.startswith("file:") and self.styles is not None:
            path = Path(url.removeprefix("file://"))
            if path.resolve().is_relative_to(self.styles.resolve()) and path.is_file():
                return "application/octet-stream", path.read_bytes()
        self.refused.append(url)
        raise ValueError(f"refused: {url}")
