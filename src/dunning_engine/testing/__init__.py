"""The Gherkin step vocabulary, Swedish and English, as a pytest plugin."""
