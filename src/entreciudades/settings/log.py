"""One JSON object per line on standard error, for whatever collects logs."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any, Final

#: What stands behind these in an address opens something to whoever has it: it is no line of a log.
_SECRET: Final = re.compile(r"(/(?:mayor|consent|invitation|reply|calendar|stop|key|confirm-email)/)[^/\s]+")


class JsonLine(logging.Formatter):
    """Time, level, logger, message, and the traceback if there is one; secret addresses without their secret."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as one line of JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _SECRET.sub(r"\1…", record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = _SECRET.sub(r"\1…", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JsonLine}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own handlers print only while DEBUG is on, and mail to administrators that we do not have.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What it finds in a PDF is told to whoever handed it in.
        "pypdf": {"level": "CRITICAL"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
