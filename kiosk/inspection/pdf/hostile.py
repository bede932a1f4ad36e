"""Finds in a PDF what does more than show a page: scripts, actions, files, forms, media. Direct dictionaries are walked as well."""

from collections.abc import Iterator

import pikepdf

_MOST_OBJECTS = 200_000
"""More than any paper needs: what has more is not searched but rebuilt."""
_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/XFA", "/EF", "/EmbeddedFiles", "/RichMediaContent", "/OCProperties"})
_ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE"),
        *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/SetOCGState"),
    }
)
_SUBTYPES = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/FileAttachment", "/Widget"})
_LINKS = ("/Link",)


def dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of a document, those of streams and those inside others too."""
    for each in document.objects:
        waiting = [each]
        while waiting:
            found = waiting.pop()
            if isinstance(found, pikepdf.Array):
                waiting += [inner for inner in found if _holds(inner)]
            elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
                yield found
                waiting += [inner for _key, inner in found.items() if _holds(inner)]


def does_more_than_show(document: pikepdf.Pdf) -> bool:
    """Whether anything in a document could act, hold another file, or ask for something."""
    if len(document.objects) > _MOST_OBJECTS:
        return True
    return _has_form(document.Root) or any(_acts(each) for each in dictionaries(document))


def _holds(value: object) -> bool:
    """Whether a value may hold more, and is not met on its own."""
    return isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not (isinstance(value, pikepdf.Object) and value.is_indirect)


def _has_form(root: pikepdf.Object) -> bool:
    form = root.get("/AcroForm")
    return isinstance(form, pikepdf.Dictionary) and len(form.get("/Fields", pikepdf.Array())) > 0


def _acts(each: pikepdf.Object) -> bool:
    if not _KEYS.isdisjoint(each.keys()):
        return True
    return str(each.get("/S", "")) in _ACTIONS or str(each.get("/Subtype", "")) in _SUBTYPES
