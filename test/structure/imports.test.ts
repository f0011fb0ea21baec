import { expect } from 'chai';
import { sources } from '../unit/source-files.ts';
import { broken, cycles, importGraph, pathTo, type Edge } from './graph.ts';

const { modules, edges } = importGraph('connector', 'mappings');
const inside = (folder: string) => (module: string) => module.startsWith(`${folder}/`);
const [sync, hosts, store, mappings] = ['connector/sync', 'connector/hosts', 'connector/store', 'mappings'].map(inside) as [
  Test,
  Test,
  Test,
  Test,
];
type Test = (module: string) => boolean;

const offending = (from: Test, allowed: Test): string[] =>
  edges.filter((e) => from(e.from) && !allowed(e.to)).map((e) => `${e.from} -> ${e.to}`);
const forbidden = (from: Test, ...to: readonly Test[]): string[] => offending(from, (m) => !to.some((t) => t(m)));

/** What the deciding half may know of the others: words, arithmetic, and the interfaces (sync-design B1). */
const PURE = ['model', 'fields', 'decimal', 'identity', 'names', 'invoice', 'party', 'narrow'].map(
  (name) => `connector/${name}.ts`,
);
const SEAMS = ['connector/hosts/host.ts', 'connector/store/store.ts', 'connector/store/projections.ts'];

/** Rows, and what a store on a SQL Server is made of: statements, batches, locks, migrations; never the shared store itself. */
const SERVER = ['rows', ...['batch', 'lock', 'migrate', 'opened', 'snapshots', 'tried', 'tsql', 'work'].map((name) => `mssql/${name}`)].map((name) => `connector/store/${name}.ts`); // prettier-ignore

describe('the import graph', () => {
  it('was read whole', () => {
    expect(modules.size).to.be.greaterThan(50);
    expect(edges.length).to.be.greaterThan(200);
    for (const known of [
      'connector/sync/run.ts',
      'connector/hosts/onec/index.ts',
      'connector/store/sqlite/store.ts',
      'mappings/compile.ts',
    ])
      expect([...modules]).to.include(known);
    expect(broken(edges)).to.deep.equal([]);
  });

  it('has no cycle', () => {
    expect(cycles(edges)).to.deep.equal([]);
  });

  it('never leads from the product to its tests', () => {
    expect(edges.filter((e) => e.to.startsWith('test/') || e.to.startsWith('..'))).to.deep.equal([]);
  });

  it('leads from sync to words and interfaces only', () => {
    expect(offending(sync, (m) => sync(m) || mappings(m) || PURE.includes(m) || SEAMS.includes(m))).to.deep.equal([]);
  });

  it('never leads from hosts to sync or store', () => {
    expect(forbidden(hosts, sync, store)).to.deep.equal([]);
  });

  it('never leads from the store to sync or hosts', () => {
    expect(forbidden(store, sync, hosts)).to.deep.equal([]);
  });

  it('never leads from mappings to sync, hosts or store', () => {
    expect(forbidden(mappings, sync, hosts, store)).to.deep.equal([]);
  });

  it('has no way from sync, hosts or mappings to private data', () => {
    const isPrivate = (m: string): boolean => m.split('/').includes('private');
    expect(pathTo(edges, (m) => sync(m) || hosts(m) || mappings(m), isPrivate)).to.equal(null);
  });

  it('leads from the audit to words, the driver and its migrations only, and to it only from where both sides meet', () => {
    const audit = inside('connector/audit');
    const known = ['model', 'canonical', 'personal-data', 'own-files', 'folder'].map((name) => `connector/${name}.ts`);
    const driver = ['connector/store/sqlite/driver.ts', 'connector/store/sqlite/migrate.ts', ...SERVER];
    expect(offending(audit, (m) => audit(m) || known.includes(m) || driver.includes(m))).to.deep.equal([]);
    expect(pathTo(edges, (m) => sync(m) || hosts(m) || mappings(m), audit)).to.equal(null);
    const users = new Set(edges.filter((e) => audit(e.to) && !audit(e.from)).map((e) => e.from.split('/')[1]));
    expect([...users].filter((u) => !['server', 'cli', 'main.ts', 'private'].includes(u ?? ''))).to.deep.equal([]);
  });

  it('lets private data know words, the database driver and nothing of sync, hosts, mappings, server or commands', () => {
    const may = [
      'model',
      'roles',
      'decimal',
      'names',
      'own-files',
      'folder',
      'canonical',
      'personal-data',
      'words/sentences',
    ].map((name) => `connector/${name}.ts`);
    const driver = [...['driver', 'migrate'].map((name) => `connector/store/sqlite/${name}.ts`), ...SERVER];
    const own = inside('connector/private');
    expect(offending(own, (m) => own(m) || may.includes(m) || driver.includes(m))).to.deep.equal([]);
  });

  it('lets only the server and the commands, the wall and imports reach private data', () => {
    const own = inside('connector/private');
    const may = (m: string): boolean => own(m) || ['server', 'cli', 'wall', 'import'].some((f) => inside(`connector/${f}`)(m));
    expect(edges.filter((e) => own(e.to) && !may(e.from)).map((e) => `${e.from} -> ${e.to}`)).to.deep.equal([]);
  });

  it('lets the reading of price lists know words and the interfaces of the private store', () => {
    const own = inside('connector/import');
    const may = [
      'errors',
      'decimal',
      'names',
      'words/sentences',
      'private/model',
      'private/imports',
      'private/private-store',
    ].map((name) => `connector/${name}.ts`);
    expect(offending(own, (m) => own(m) || may.includes(m))).to.deep.equal([]);
  });

  it('leaves two languages side by side in the code to commands, the demo and what only commands print: all else can be translated', () => {
    const inline = /import \{[^}]*\bt\b[^}]*\} from '[./]*words\/lang\.ts'|import \{[^}]*\bt\b[^}]*\} from '\.\/lang\.ts'/;
    const speaking = [...sources('connector')].flatMap(([path, text]) => (inline.test(text) ? [path] : []));
    expect(speaking.filter((path) => !path.startsWith('connector/cli/'))).to.deep.equal(['connector/server/demo/plays.ts', 'connector/words/egress-page.ts']);
  }); // prettier-ignore

  it('leads from the wall to words, the store interface and the gate of hosts only', () => {
    const wall = inside('connector/wall');
    const allowed = ['connector/model.ts', 'connector/store/store.ts', 'connector/hosts/gate.ts'];
    expect(offending(wall, (m) => wall(m) || allowed.includes(m))).to.deep.equal([]);
  });

  it('never leads from sync, hosts or mappings to the wall', () => {
    for (const part of [sync, hosts, mappings]) expect(forbidden(part, inside('connector/wall'))).to.deep.equal([]);
  });

  it('leaves the network to one file, where the gate stands', () => {
    const reaching = [...sources('connector/hosts', 'connector/sync', 'connector/store', 'connector/wall', 'mappings')];
    const network = /from '(undici|(node:)?(https?|net|tls|dgram|http2))'|\bfetch\(|XMLHttpRequest|WebSocket/;
    expect(reaching.flatMap(([path, text]) => (network.test(text) ? [path] : []))).to.deep.equal(['connector/hosts/http.ts']);
  });

  it('lets one host know nothing of another, the envelopes they share apart', () => {
    const kinds = [...new Set([...modules].filter(hosts).map((m) => m.split('/')[2] ?? '').filter((k) => !k.endsWith('.ts')))]; // prettier-ignore
    for (const kind of kinds) {
      const others = kinds.filter((k) => k !== kind && k !== 'soap').map((k) => inside(`connector/hosts/${k}`));
      expect(forbidden(inside(`connector/hosts/${kind}`), ...others)).to.deep.equal([]);
    }
  });
});

describe('the walk over the graph', () => {
  const edge = (from: string, to: string): Edge => ({ from, to, typeOnly: false });
  const made = [edge('a/1', 'a/2'), edge('a/2', 'b/1'), edge('b/1', 'a/2'), edge('b/1', 'private/x')];

  it('would find a cycle and a way to private data', () => {
    expect(cycles(made)).to.deep.equal([['a/2', 'b/1']]);
    expect(pathTo(made, inside('a'), inside('private'))).to.deep.equal(['a/2', 'b/1', 'private/x']);
    expect(pathTo(made, inside('b'), inside('a/9'))).to.equal(null);
  });

  it('would find imports of every form', () => {
    expect(importGraph('test/structure').edges.map((e) => e.to)).to.include.members([
      'test/structure/graph.ts',
      'test/unit/source-files.ts',
    ]);
  });
});
