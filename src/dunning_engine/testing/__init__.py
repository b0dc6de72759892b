"""The Gherkin step vocabulary, Swedish and English, as a pytest plugin.

``plugin`` is the entry point (``pytest11``), ``vocabulary`` how a phrase becomes a step, ``given``, ``when``, ``then_step``
and ``then_decision`` the phrases themselves, ``world`` what a scenario has said and learnt, ``guard`` the traps in feature files.
"""
