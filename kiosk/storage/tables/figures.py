"""Counts without anybody in them: the institute's published months, and how people fare at each step."""

from sqlmodel import Field, SQLModel


class PublishedMonth(SQLModel, table=True):
    """A month of the institute's transparency table, as it was imported."""

    __tablename__ = "published_month"

    year: int = Field(primary_key=True)
    month: int = Field(primary_key=True)
    complaints: int
    attentions: int


class StepFigure(SQLModel, table=True):
    """How people fared at a step in a month (local time); `visits` are those in which it was shown, `left` ended there.

    `seconds` are of those that went on, `refused` counts documents.
    """

    __tablename__ = "step_figure"

    year: int = Field(primary_key=True)
    month: int = Field(primary_key=True)
    channel: str = Field(primary_key=True, max_length=20)
    step: str = Field(primary_key=True, max_length=20)
    visits: int = 0
    seconds: int = 0
    left: int = 0
    refused: int = 0
