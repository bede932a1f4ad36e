"""Names of files that are longer than their line: what tells them apart stays."""

from screens.widgets.rows import cut_apart, cut_in_the_middle

FILES = ("Cédula de María, adelante.jpg", "Cédula de María, atrás.jpg", "Cédula de Juan, adelante.jpg", "lista.pdf")


def test_names_that_would_read_alike_show_where_they_differ() -> None:
    assert cut_in_the_middle(FILES[0], 22) == cut_in_the_middle(FILES[2], 22), "cut in the middle alone, both read alike"
    cut = [cut_apart(each, FILES, 22) for each in FILES]
    assert cut == ["…María, adelante.jpg", "Cédula …ría, atrás.jpg", "…Juan, adelante.jpg", "lista.pdf"]
    assert all(len(each) <= 22 for each in cut)


def test_a_name_that_fits_is_shown_whole() -> None:
    assert cut_apart(FILES[0], FILES, 40) == FILES[0]
