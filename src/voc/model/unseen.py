"""Characters that act or hide instead of showing: one table for every room that shows strangers' words."""

from __future__ import annotations

import re

CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
"""C0, DEL and C1, but for tab and line feed, which lay a text out."""

DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""They turn the direction of text, so that it reads as another."""

LINE_ENDS = "\u2028\u2029"
"""Line ends that some programs obey and others do not see."""

WIDTHLESS = "\xad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
"""Without a width of their own. The joiners U+200C and U+200D are none of them: emoji and some scripts need them."""

TAGS = "\U000e0000-\U000e007f"
"""ASCII again, unseen."""

SURROGATES = "\ud800-\udfff"
"""Halves of a character, which UTF-8 cannot hold."""

UNSEEN = re.compile(f"[{CONTROLS}{DIRECTIONS}{LINE_ENDS}{WIDTHLESS}{TAGS}{SURROGATES}]")
"""Any one of them."""
