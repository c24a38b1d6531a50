"""What can be refused in this room."""

from entreciudades.core.errors import EntreciudadesError
from entreciudades.methodologies.check import Report


class PackRefused(EntreciudadesError):
    """A pack was not loaded; nothing was changed. ``report`` holds what is wrong, with lines."""

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report
        self.problems = report.problems


class PackUnreadable(EntreciudadesError):
    """A pack that was loaded once can no longer be read by this version of the software; the row stays as it is."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"this version of Entreciudades cannot read a methodology in use: {report}")
        self.report = report
        self.problems = report.problems
