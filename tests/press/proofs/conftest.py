"""The small proof, set once."""

from __future__ import annotations

import pytest
from tests.support import shown

from panelpress.press.proofs.make import MadeProof, make_proof


@pytest.fixture(scope="session")
def proof() -> MadeProof:
    """Return the small proof."""
    return make_proof(shown.content(), shown.code_for)


@pytest.fixture(scope="session")
def told() -> MadeProof:
    """Return a proof of one panel with everything that can be told beside it, a tile, and no sheet to sign."""
    return make_proof(shown.content(items=(shown.full(),), gates=(), tiles=(shown.tile(),)), shown.code_for)
