"""The figures as plots: which bars each has, and what it says above them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kiosk.domain.machine.journey_figures import FEWEST, JourneyFigures, StepFigures
from kiosk.domain.machine.month_figures import MonthFigures
from kiosk.locale import _
from kiosk.services.journal.figures import Figures
from kiosk.words.dates import month_name
from screens.widgets.bars import Bar, Bars

MOST_MONTHS = 12
"""Months of visits that are shown together."""


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot; `hint` says what is counted, or why there is nothing."""

    title: str
    hint: str
    groups: tuple[Bars, ...]


def plots(figures: Figures, today: tuple[int, int]) -> list[Plot]:
    """Return all plots in their order; `today` is this month (year, month)."""
    year, month = today
    recent = [each for each in figures.journey if each.last > (year - 1, month)]
    return [_attentions(figures), _published(figures), _complaints(figures), _finish(recent), _leave(recent), _minutes(recent)]


def _attentions(figures: Figures) -> Plot:
    hint = _("Trámites registrados, el mes más nuevo primero.") if figures.months else _("Todavía no hay ninguno.")
    return Plot(_("Atenciones por mes en este kiosco"), hint, _by_month(figures.months, lambda each: each.attentions))


def _published(figures: Figures) -> Plot:
    hint = _("En todo el país, según la tabla de transparencia del IESS.")
    if not figures.published:
        hint = _("Todavía no están aquí: se guardan con «kiosk stats import ARCHIVO».")
    return Plot(_("Atenciones por mes publicadas por el IESS"), hint, _by_month(figures.published, lambda each: each.attentions))


def _complaints(figures: Figures) -> Plot:
    hint = _("Las que se dejaron aquí.") if figures.months else _("Todavía no hay ninguna.")
    if figures.published:
        published = sum(each.complaints for each in figures.published)
        words = _("{hint} En todo el país, el IESS publicó {count} en {months} meses.")
        hint = words.format(hint=hint, count=published, months=len(figures.published))
    return Plot(_("Quejas por mes en este kiosco"), hint, _by_month(figures.months, lambda each: each.complaints))


def _finish(journey: Sequence[JourneyFigures]) -> Plot:
    together = _together(journey)
    bars = tuple(_part(_channel(each.channel), each.finished, each.began) for each in together)
    refused = tuple(Bar(_channel(each.channel), each.refused, str(each.refused)) for each in together)
    groups = (Bars(_("Visitas que terminaron con su número"), bars), Bars(_("Documentos que no se aceptaron"), refused))
    return Plot(_("¿Cuántas visitas terminan?"), _hint(journey), groups if together else ())


def _leave(journey: Sequence[JourneyFigures]) -> Plot:
    def bar(step: StepFigures) -> Bar:
        return _part(_steps()[step.step], step.left, step.visits)

    return Plot(_("¿Dónde se van?"), _hint(journey), _by_step(journey, bar, lambda step: step.left > 0))


def _minutes(journey: Sequence[JourneyFigures]) -> Plot:
    def bar(step: StepFigures) -> Bar:
        minutes = step.minutes or 0.0
        return Bar(_steps()[step.step], minutes, f"{minutes:.1f}".replace(".", ","))

    return Plot(
        _("¿Cuántos minutos toma cada paso?"), _hint(journey), _by_step(journey, bar, lambda step: step.minutes is not None)
    )


def _hint(journey: Sequence[JourneyFigures]) -> str:
    if not journey:
        return _("Todavía no: las visitas se cuentan cuando son {fewest} o más.").format(fewest=FEWEST)
    return _("Visitas de los últimos {months} meses.").format(months=MOST_MONTHS)


def _by_month(months: Iterable[MonthFigures], figure: Callable[[MonthFigures], int]) -> tuple[Bars, ...]:
    def bar(each: MonthFigures) -> Bar:
        label = _("{month} {year}").format(month=month_name(each.month), year=each.year)
        return Bar(label, figure(each), _grouped(figure(each)))

    return (Bars("", tuple(map(bar, sorted(months, reverse=True)))),)


def _by_step(
    journey: Sequence[JourneyFigures], bar: Callable[[StepFigures], Bar], shown: Callable[[StepFigures], bool]
) -> tuple[Bars, ...]:
    """Return the bars of the steps of the way, in their order, for each channel."""
    groups = []
    for each in _together(journey):
        steps = [each.steps[name] for name in _steps() if name in each.steps]
        bars = tuple(bar(step) for step in steps if shown(step))
        groups.append(Bars(_channel(each.channel) if bars else _("{channel}: nadie").format(channel=_channel(each.channel)), bars))
    return tuple(groups)


def _together(journey: Iterable[JourneyFigures]) -> list[JourneyFigures]:
    found: dict[str, JourneyFigures] = {}
    for each in journey:
        found[each.channel] = found[each.channel].and_also(each) if each.channel in found else each
    return [found[channel] for channel in ("kiosk", "assisted") if channel in found]


def _part(label: str, value: int, of: int) -> Bar:
    return Bar(label, value, _("{value} de {of}").format(value=_grouped(value), of=_grouped(of)), of)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _channel(channel: str) -> str:
    return {"kiosk": _("Solos, en el kiosco"), "assisted": _("Con el personal")}[channel]


def _steps() -> dict[str, str]:
    """Return the steps that people can leave at, in their order."""
    return {
        "notice": _("aviso de datos"),
        "identify": _("cédula y nombres"),
        "contact": _("teléfono y correo"),
        "verify_email": _("números del correo"),
        "choose_procedure": _("elegir el trámite"),
        "who_leaves": _("quiénes salen"),
        "attach_documents": _("documentos"),
        "review": _("revisar"),
        "consent": _("consentimiento"),
    }
