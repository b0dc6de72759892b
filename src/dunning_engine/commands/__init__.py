"""The command line's commands, a module each, and what they share: options, tables, progress, how a command ends."""
