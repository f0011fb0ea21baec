/** What prices were seen on, as files: each kept once, however many prices name it. Only with its price it can be read, by who reads prices. */
import { createHash } from 'node:crypto';
import { Check } from '../check.ts';
import type { EvidenceFile, Id } from '../model.ts';
import { PrivateRefused } from '../private-store.ts';
import type { Scoped } from './scoped.ts';
import type { Texts } from './texts.ts';
import { maybe, number, text } from '../kept/values.ts';

const NAME = 200;
const NEXT = 'insert into price_files (price, file, name) select n, ?, ? from prices where id = ?';
const SAME = `insert into price_files (price, file, name) select f.n, old.file, old.name from prices f, price_files old where f.id = ? and old.price = (select n from prices where id = ?)`;
const READ = `select e.bytes, p.name from prices f left join price_files p on p.price = f.n left join evidence_files e on e.n = p.file where {facts} and f.id = ?`;

export class Evidence {
  readonly #db: Scoped;
  readonly #texts: Texts;

  constructor(db: Scoped, texts: Texts) {
    this.#db = db;
    this.#texts = texts;
  }

  /** Inside the change that made the prices. */
  keep(prices: readonly Id[], { name, base64 }: EvidenceFile): void {
    const check = new Check(this.#db.base.world.now());
    const called = check.text('file.name', name, NAME);
    if (base64 === '') check.wrong('file', 'empty', '');
    check.done();
    const file = this.#file(base64);
    for (const id of prices) this.#db.base.run(NEXT, file, called, id);
    this.#texts.all([called]);
  }

  /** A correction shows what the row it corrects was seen on; so does what counts again. */
  inherit(price: Id, from: Id): void {
    this.#db.base.run(SAME, price, from);
  }

  #file(base64: string): number {
    const { base, user } = this.#db;
    const hash = createHash('sha256').update(base64).digest('hex');
    const known = base.get('select n from evidence_files where hash = ?', hash);
    if (known) return number(known, 'n');
    const n = base.nextN('evidence_files');
    base.run('insert into evidence_files (n, hash, bytes, by, at) values (?, ?, ?, ?, ?)', n, hash, base64, user, base.now());
    return n;
  }

  of(price: Id): EvidenceFile | null {
    const row = this.#db.get(READ, price);
    if (!row) throw new PrivateRefused();
    return maybe(row, 'name') === null ? null : { name: text(row, 'name'), base64: text(row, 'bytes') };
  }
}
