"""Where paper comes out: a printer of CUPS, or a folder of PDFs.

How a paper looks belongs to `drawing`.
"""
