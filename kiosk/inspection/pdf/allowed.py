"""What may stay in a PDF: a list of keys for every kind of object that a page is drawn with, and of what each may hold.

All else is taken out, whatever its name: programs keep authors, paths, files and notes of their own at every level. Names that no
content uses are dropped as well, with all that hangs on them.
"""

from collections.abc import Callable, Iterable, Mapping

import pikepdf

from kiosk.inspection.pdf.streams import (
    CannotClean,
    font_program,
    is_mapping,
    is_profile,
    names,
    plain,
    quiet,
    said,
    short,
    strip_picture,
)

Rule = Callable[[object], bool]
"""Cleans a value where it lies, and tells whether it may stay."""

_DECODING = (
    "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 "
    "DamagedRowsBeforeError ColorTransform"
)
_IMPLIED = frozenset({"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"})
"""Colour spaces that hold without being named."""


class Allowed:
    """Cleans all that a page is drawn with; ISO 32000-1 in brackets."""

    def __init__(self) -> None:
        self._seen: set[tuple[tuple[int, int], str]] = set()
        self.changed = False
        """Whether anything was taken out that a page might be drawn with."""
        word = _plain("Type Subtype")
        stream: dict[str, Rule] = {"/Length": plain, "/Filter": plain, "/DecodeParms": self._parameters}
        self._bare: Rule = self._kind("bare", stream)
        self._function = self._kind(
            "function",  # 7.10
            _plain("FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Bounds")
            | {"/Functions": self._every(self._function_there)}
            | stream,
        )
        self._picture_kind = self._kind(
            "picture",  # 8.9.5
            word
            | _plain("Width Height BitsPerComponent Intent ImageMask Decode Interpolate SMaskInData Matte")
            | {"/ColorSpace": self._space, "/Mask": self._mask, "/SMask": self._picture}
            | stream,
        )
        group = self._kind("group", _plain("Type S I K") | {"/CS": self._space})  # 11.6.6
        self._form_kind = self._kind(
            "form",  # 8.10
            word | _plain("FormType BBox Matrix") | {"/Group": group, "/Resources": _kept} | stream,
        )
        soft = self._kind("soft", _plain("Type S BC") | {"/G": self._form, "/TR": self._function_there})
        self._state = self._kind(
            "state",  # 8.4.5, without what is for printing presses
            _plain("Type LW LC LJ ML D RI OP op OPM FL SA BM CA ca AIS TK")
            | {"/SMask": lambda value: plain(value) or soft(value), "/Font": self._sized_font},
        )
        self._shading = self._kind(
            "shading",  # 8.7.4.3
            _plain(
                "ShadingType Background BBox AntiAlias Domain Matrix Extend Coords "
                "BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow Decode"
            )
            | {"/ColorSpace": self._space, "/Function": self._function_there}
            | stream,
        )
        self._pattern_kind = self._kind(
            "pattern",  # 8.7.3, 8.7.4
            _plain("Type PatternType PaintType TilingType BBox XStep YStep Matrix")
            | {"/Resources": _kept, "/Shading": self._shading, "/ExtGState": self._state}
            | stream,
        )
        system = self._kind("system", {"/Registry": short, "/Ordering": short, "/Supplement": plain})
        program = self._kind("program", _plain("Length1 Length2 Length3 Subtype") | stream)
        descriptor = self._kind(
            "descriptor",  # 9.8
            _plain(
                "Type FontName Flags FontBBox ItalicAngle Ascent Descent Leading "
                "CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth"
            )
            | dict.fromkeys(("/FontFile", "/FontFile2", "/FontFile3"), lambda value: program(font_program(value))),
        )
        mapping = self._kind(
            "mapping",  # 9.6.6, 9.7.5
            _plain("Type BaseEncoding Differences CMapName WMode") | {"/CIDSystemInfo": system} | stream,
        )
        self._font_kind = self._kind(
            "font",  # 9.6, 9.7
            word
            | _plain("BaseFont FirstChar LastChar Widths FontBBox FontMatrix DW W DW2 W2")
            | {
                "/FontDescriptor": descriptor,
                "/Encoding": lambda value: plain(value) or mapping(value),
                "/ToUnicode": lambda value: plain(value) or (is_mapping(value) and mapping(value)),
                "/DescendantFonts": self._every(self._font),
                "/CIDSystemInfo": system,
                "/CIDToGIDMap": lambda value: plain(value) or self._bare(value),
                "/CharProcs": self._glyphs,
                "/Resources": _kept,
            },
        )
        self._profile = self._kind("profile", _plain("N Range") | stream)
        self._calibrated = self._kind("calibrated", _plain("WhitePoint BlackPoint Gamma Matrix Range"))
        border = self._kind("border", _plain("Type W S D I"))
        self._note = self._kind(
            "note",  # 12.5: what an annotation looks like
            word
            | _plain("Rect F AS C IC CA ca BM Border RD QuadPoints InkList Vertices L LE Q")
            | {"/AP": self._appearance, "/BS": border, "/BE": border, "/DA": short},
        )
        self._page_kind = self._kind(
            "page",  # 7.7.3.3
            _plain("Type MediaBox CropBox Rotate UserUnit")
            | {"/Parent": _kept, "/Contents": self._contents, "/Group": group, "/Resources": _kept, "/Annots": self._notes},
        )
        self._categories: dict[str, Rule] = {
            "/XObject": self._drawn,
            "/Font": self._font,
            "/ExtGState": self._state,
            "/ColorSpace": self._space,
            "/Pattern": self._pattern,
            "/Shading": self._shading,
        }
        """Of a page's resources; marks' properties are dropped with the marks."""

    def page(self, page: pikepdf.Object) -> None:
        """Clean a page; raises CannotClean, or what a broken PDF makes pikepdf raise."""
        if isinstance(page.get("/Contents"), pikepdf.Array):
            pikepdf.Page(page).contents_coalesce()
        self._page_kind(page)
        self._resources(page, [page.get("/Contents")])

    def _kind(self, name: str, rules: Mapping[str, Rule]) -> Rule:
        def clean(value: object) -> bool:
            if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
                return False
            if value.is_indirect and (value.objgen, name) in self._seen:
                return True
            self._seen.add((value.objgen, name))
            for key in list(value.keys()):
                rule = rules.get(key)
                if rule is None or not rule(value[key]):
                    del value[key]
            return True

        return clean

    def _every(self, rule: Rule) -> Rule:
        return lambda value: isinstance(value, pikepdf.Array) and all(rule(each) for each in value)

    def _parameters(self, value: object) -> bool:
        """Keep how a stream is packed (7.4), and what JBIG2 needs beside it."""
        if isinstance(value, pikepdf.Array):
            return all(each is None or self._parameters(each) for each in value)
        return self._kind("decoding", _plain(_DECODING) | {"/JBIG2Globals": self._bare})(value)

    def _function_there(self, value: object) -> bool:
        return (
            self._function(value) or (plain(value) and not isinstance(value, pikepdf.Array)) or self._every(self._function)(value)
        )

    def _sized_font(self, value: object) -> bool:
        return isinstance(value, pikepdf.Array) and len(value) == 2 and self._font(value[0]) and plain(value[1])

    def _mask(self, value: object) -> bool:
        return self._picture(value) if isinstance(value, pikepdf.Stream) else plain(value)

    def _picture(self, value: object) -> bool:
        if not isinstance(value, pikepdf.Stream) or not self._picture_kind(value):
            return plain(value)
        strip_picture(value)
        return True

    def _space(self, value: object) -> bool:
        """Keep a colour space (8.6): a name, or an array whose first is its kind's."""
        if not isinstance(value, pikepdf.Array) or not len(value):
            return isinstance(value, pikepdf.Name)
        kind, more = str(value[0]), list(value)[1:]
        if kind == "/ICCBased":
            if not is_profile(more[0]):
                raise CannotClean(kind)
            return self._profile(more[0])
        if kind in {"/Indexed", "/I"}:
            return self._space(more[0]) and (isinstance(more[2], pikepdf.String) or self._bare(more[2]))
        if kind in {"/Separation", "/DeviceN"}:
            del value[4:]
            return plain(more[0]) and self._space(more[1]) and self._function_there(more[2])
        return all(self._space(each) or self._calibrated(each) for each in more)

    def _pattern(self, value: object) -> bool:
        if isinstance(value, pikepdf.Stream):
            return self._content_of("pattern", value, self._pattern_kind)
        return self._pattern_kind(value)

    def _form(self, value: object) -> bool:
        return isinstance(value, pikepdf.Stream) and self._content_of("form", value, self._form_kind)

    def _drawn(self, value: object) -> bool:
        """Keep what is drawn by its name: a picture or a form."""
        subtype = value.get("/Subtype") if isinstance(value, pikepdf.Stream) else None
        return self._picture(value) if subtype == pikepdf.Name.Image else subtype == pikepdf.Name.Form and self._form(value)

    def _content_of(self, name: str, value: pikepdf.Stream, kind: Rule) -> bool:
        """Clean a stream that draws, and its own resources, once."""
        if (value.objgen, f"{name}'s content") not in self._seen:
            self._seen.add((value.objgen, f"{name}'s content"))
            kind(value)
            self.changed = quiet(value) or self.changed
            self._resources(value, [value])
        return True

    def _font(self, value: object) -> bool:
        if not isinstance(value, pikepdf.Dictionary):
            return False
        fresh = not value.is_indirect or (value.objgen, "font") not in self._seen
        kept = self._font_kind(value)
        if fresh:
            self._resources(value, list(value.get("/CharProcs", pikepdf.Dictionary()).values()))
        return kept

    def _glyphs(self, value: object) -> bool:
        if not isinstance(value, pikepdf.Dictionary):
            return False
        for key, each in list(value.items()):
            if isinstance(each, pikepdf.Stream) and self._bare(each):
                self.changed = quiet(each) or self.changed
            else:
                del value[key]
        return True

    def _appearance(self, value: object) -> bool:
        """Keep how an annotation looks while nobody touches it: a form, or one for each of its states."""
        if not isinstance(value, pikepdf.Dictionary):
            return False
        for key in set(value.keys()) - {"/N"}:
            del value[key]
        normal = value.get("/N")
        if isinstance(normal, pikepdf.Dictionary):
            for key, each in list(normal.items()):
                if not self._form(each):
                    del normal[key]
            return True
        return self._form(normal)

    def _notes(self, value: object) -> bool:
        if not isinstance(value, pikepdf.Array):
            return False
        for number in reversed(range(len(value))):
            each = value[number]
            if not isinstance(each, pikepdf.Dictionary) or each.get("/Subtype") in {"/Link", "/Popup"} or not self._note(each):
                del value[number]
        return True

    def _contents(self, value: object) -> bool:
        """Keep a page's one content stream."""
        if not isinstance(value, pikepdf.Stream) or not self._bare(value):
            return False
        self.changed = quiet(value) or self.changed
        return True

    def _resources(self, owner: pikepdf.Object, streams: Iterable[object]) -> None:
        """Give what draws resources of its own: those that its streams name, cleaned."""
        given = owner.get("/Resources", pikepdf.Dictionary())
        if not isinstance(given, pikepdf.Dictionary):
            del owner["/Resources"]
            return
        used = _IMPLIED.union(*(names(each) for each in streams if isinstance(each, pikepdf.Stream)))
        within = given.get("/XObject")
        if isinstance(within, pikepdf.Dictionary):
            for name, each in within.items():  # a form without resources of its own uses these
                if said(name) in used and isinstance(each, pikepdf.Stream) and each.get("/Subtype") == pikepdf.Name.Form:
                    each.Resources = each.get("/Resources", given)
        kept = pikepdf.Dictionary()
        for category, rule in self._categories.items():
            entries = given.get(category)
            if isinstance(entries, pikepdf.Dictionary):
                chosen = {name: each for name, each in entries.items() if said(name) in used and rule(each)}
                self.changed = self.changed or len(chosen) < len(entries)
                if chosen:
                    kept[category] = pikepdf.Dictionary(chosen)
        owner["/Resources"] = kept


def _plain(names: str) -> dict[str, Rule]:
    return {f"/{name}": plain for name in names.split()}


def _kept(_value: object) -> bool:
    return True
