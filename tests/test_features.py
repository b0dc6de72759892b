"""The acceptance scenarios of ``features/``, bound to the steps of the plugin."""

from __future__ import annotations

from pytest_bdd import scenarios

scenarios("../features")
