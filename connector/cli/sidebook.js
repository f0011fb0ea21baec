#!/usr/bin/env node
// The door: checks, in words a person can act on, that this Node is new enough and that Sidebook is built; then runs it.
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Sidebook needs Node 20.19 or later, this is ${process.versions.node}. / Нужен Node 20.19 или новее, здесь ${process.versions.node}.`,
  );
  process.exit(1);
}
const built = new URL('../../dist/sidebook.js', import.meta.url);
if (!existsSync(built)) {
  console.error(
    'Sidebook is not built yet. Run in its folder: / Sidebook ещё не собран. Выполните в его папке:\n  npm run build',
  );
  process.exit(1);
}
// Stores, keys and backups are for who runs Sidebook and their group; nobody else on the machine reads prices or notes.
process.umask(process.umask() | 0o007);
const { main } = await import(built.href);
await main(process.argv.slice(2));
