"""What a reader may see of persons: the one place where texts lose names and telephone numbers."""

from dataclasses import dataclass

from core.text.privacy import hide, mask_payee, mask_phone


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether a reader sees persons' names and telephone numbers. What is in ``named`` names no person and stays as it
    is: the project's own names, and payees that the office has said to be organisations.
    """

    persons: bool = False
    phones: bool = False
    named: frozenset[str] = frozenset()

    def prose(self, text: str) -> str:
        """A text that somebody wrote freely."""
        if (self.persons and self.phones) or text in self.named:
            return text
        return hide(text, persons_too=not self.persons, phones_too=not self.phones)

    def payee(self, name: str) -> str:
        """Who is paid: an organisation by its name, a person by the mask."""
        if self.persons:
            return self.prose(name)
        return name if name in self.named else mask_payee(name)

    def phone(self, number: str) -> str:
        """The cell of a telephone number; without the right its last four digits."""
        return number if self.phones else mask_phone(number)

    @property
    def travelling(self) -> "Sight":
        """What may be seen in papers and files, whoever takes them along: neither persons nor numbers."""
        return Sight(named=self.named)


NOBODY = Sight()
