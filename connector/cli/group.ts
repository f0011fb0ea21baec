/** A command that several files add subcommands to: the first one makes it, the others find it. */
import type { Command } from 'commander';

export const groupOf = (p: Command, name: string, description: string): Command =>
  p.commands.find((c) => c.name() === name) ?? p.command(name).description(description);
