"""Reports that records come from, with their claims in our own words."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from geotrack.errors import quoted
from geotrack.i18n.folding import is_blank
from geotrack.messages import Message
from geotrack.model.address import Address
from geotrack.model.base import Date, Listed, Model, Text, fault, refuse_slips
from geotrack.model.event import Kind
from geotrack.model.extracted import Quote
from geotrack.model.localized import Translations

__all__ = ["Claim", "Report"]


class Claim(Model):
    """One statement of a report, with its records or the reason why it has none.

    A sentence that `geotrack extract` proposed has its `quote`; it is open until it says something,
    or says in `unmapped` why it became none.
    """

    id: Text
    says: str = ""
    kind: Kind
    section: Text | None = None
    when: Text | None = None
    place: Text | None = None
    events: Listed[Text] = ()
    unmapped: Text | None = None
    quote: Quote | None = None
    translations: Translations[Literal["says"]] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is a sentence of which nothing is decided yet."""
        return self.quote is not None and not (self.events or self.unmapped)

    @model_validator(mode="after")
    def _says_something(self) -> Claim:
        if self.quote is None and is_blank(self.says):
            fault("blank", "the text is blank", "write something", at=("says",))
        return self

    @model_validator(mode="after")
    def _mapped_or_not(self) -> Claim:
        if self.is_open:
            return self
        if bool(self.events) == bool(self.unmapped):
            has = Message("both 'events' and" if self.events else "neither 'events' nor")
            fault(
                "claim",
                Message("claim {id} has {has} 'unmapped'", quoted(self.id), has),
                "name the events it became, or say in 'unmapped' why it became none",
            )
        return self


class Report(Model):
    """One TOML file of `seeds/`."""

    id: Text
    title: Text
    publisher: Text | None = None
    published: Date | None = None
    language: Text | None = None
    marking: Text | None = None
    releasable_to: Listed[Text] = ()
    url: Address | None = None
    note: Text | None = None
    claims: tuple[Claim, ...] = ()

    @model_validator(mode="after")
    def _marking_is_read(self) -> Report:
        for part in (self, *self.claims):
            refuse_slips(part, "marking", "write 'marking' above the first [table] or [[claims]]")
        return self

    @model_validator(mode="after")
    def _claims_differ(self) -> Report:
        ids: set[str] = set()
        for n, claim in enumerate(self.claims):
            if claim.id in ids:
                message = Message("the claim id {id} is taken", quoted(claim.id))
                fault("duplicate-id", message, "give one of them another", at=("claims", n, "id"))
            ids.add(claim.id)
        return self
