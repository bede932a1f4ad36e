"""The mutations fit the product as it is: each takes the place of a text that stands there once. `make soak` tries them."""

import pytest

from tests.soak.mutations import MUTATIONS, ROOT, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.what)
def test_what_is_broken_on_purpose_stands_in_the_product_once(mutation: Mutation) -> None:
    assert (ROOT / mutation.file).read_text(encoding="utf-8").count(mutation.old) == 1
    assert mutation.new != mutation.old
