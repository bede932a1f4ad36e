"""The pieces that screens are made of; none of them reads markup, for what is shown may come from outside."""
