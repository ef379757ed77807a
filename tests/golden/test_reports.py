"""The reports of the made-up shop, byte by byte.

After a change that is meant: ``VOC_REWRITE_GOLDEN=1 pytest tests/golden/test_reports.py``, and read the difference.
"""

from __future__ import annotations

import os

import pytest
from tests.made_up_shop import FOLDER, report

from voc.ports.renderer import Renderer
from voc.renderers.csv import CsvRenderer
from voc.renderers.json import JsonRenderer
from voc.renderers.markdown import MarkdownRenderer


@pytest.mark.parametrize("renderer", [MarkdownRenderer(), JsonRenderer(), CsvRenderer()], ids=lambda r: str(r.suffix))
def test_the_report_is_as_expected(renderer: Renderer) -> None:
    """Rendering the shop gives the bytes that lie beside its description."""
    expected = FOLDER / f"shop.expected{renderer.suffix}"
    content = renderer.render(report())
    if os.environ.get("VOC_REWRITE_GOLDEN"):
        expected.write_bytes(content)
    assert content == expected.read_bytes()
