"""What can go wrong, in a sentence for a person.

``Problem``
  ├─ ``rules.*``  raise it for input that breaks a rule of the field
  └─ ``desk.*``   raise it for what an officer may not do, or cannot do now
"""

from counter.locale import Language, _, in_language


class Problem(Exception):
    """A sentence for a person, in both languages, and the field it belongs to.

    ``message`` is an English message id (marked with ``N_``) with ``str.format`` placeholders for ``values``;
    ``field`` names the input field that it is about, or is empty.
    """

    def __init__(self, message: str, /, *, field: str = "", **values: object) -> None:
        super().__init__(message)
        self.message, self.field, self.values = message, field, values

    def __str__(self) -> str:
        return _(self.message).format(**self.values)

    def say(self, language: Language) -> str:
        """The sentence in ``language``."""
        return in_language(self.message, language).format(**self.values)
