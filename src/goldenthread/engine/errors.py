"""The one error of the engine: a code and its values, which the doors word in the reader's language."""

from typing import Any


class EngineError(ValueError):
    """Input the engine refuses; `code` is stable, `values` names the task, date, row or figure at fault."""

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.values = values
        shown = ", ".join(f"{name}={value!r}" for name, value in values.items())
        super().__init__(f"{code}: {shown}" if shown else code)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.code, self.values)


def _rebuilt(code: str, values: dict[str, Any]) -> EngineError:
    return EngineError(code, **values)
