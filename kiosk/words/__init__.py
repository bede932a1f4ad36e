"""Words for what rows hold as codes, said alike by screens, papers, mails and the command line; one table for each set of codes.

Sentences of one screen or one paper belong there.
"""
