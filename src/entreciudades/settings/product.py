"""The product: everything that a place decides must be in the environment."""

import os

from entreciudades.settings.base import *
from entreciudades.settings.base import of_place
from entreciudades.settings.environment import read
from entreciudades.settings.log import LOGGING  # noqa: F401 - a setting

globals().update(of_place(read(os.environ)))
