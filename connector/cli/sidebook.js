#!/usr/bin/env node
// The door: checks the Node version in words a person can act on, then runs the TypeScript as it is.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Sidebook needs Node 20.19 or later, this is ${process.versions.node}. / Нужен Node 20.19 или новее, здесь ${process.versions.node}.`,
  );
  process.exit(1);
}
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('./main.ts');
await main(process.argv.slice(2));
