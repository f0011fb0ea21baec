/** The private store in a schema of a SQL Server, under a login the sync does not have (sync-design B4, B5). */
import type { PersonalData } from '../../personal-data.ts';
import type { PrivateImports } from '../imports.ts';
import type { OwnStore } from '../own-store.ts';
import type { PrivateView, Viewer } from '../private-store.ts';
import { Base, type BaseOptions } from './base.ts';
import { MssqlEscalations } from './escalations.ts';
import { handOver } from './hand-over.ts';
import { MssqlImports } from './imports.ts';
import { lookOver } from './look-over.ts';
import { MssqlPrivatePersonal } from './personal.ts';
import { Scoped } from './scoped.ts';
import { since } from './texts.ts';
import { MssqlPrivateView } from './view.ts';

const TELLS_OF = [
  'SELECT COUNT(*) AS n FROM sb.notes WHERE about_record = @counterparty AND withdrawn_at IS NULL',
  'SELECT COUNT(*) AS n FROM sb.offers WHERE counterparty = @counterparty',
];

export class MssqlPrivateStore implements OwnStore {
  readonly place: string;
  readonly #base: Base;

  constructor(base: Base) {
    this.#base = base;
    this.place = `${base.server.name}, ${base.server.schema}`;
  }

  as = (viewer: Viewer): PrivateView => new MssqlPrivateView(new Scoped(this.#base, viewer));
  imports = (viewer: Viewer): PrivateImports => new MssqlImports(new Scoped(this.#base, viewer));
  handOver = (by: Viewer, from: string, to: string): Promise<number> => handOver(this.#base, by, from, to);
  privateTexts = (after: number, limit: number) => this.#base.look((t) => since(t, after, limit));
  escalations = () => new MssqlEscalations(this.#base);
  personal = (): PersonalData => new MssqlPrivatePersonal(this.#base);
  check = (): Promise<readonly string[]> => this.#base.look(lookOver);
  close = (): Promise<void> => this.#base.close();

  tellsOf = (counterparty: string): Promise<boolean> =>
    this.#base.look(async (t) => {
      for (const sql of TELLS_OF) if (Number((await t.rows(sql, { counterparty }))[0]?.['n'] ?? 0) > 0) return true;
      return false;
    });
}

/** Connects and brings the tables up to date when first asked. */
export const openMssqlPrivate = (options: BaseOptions): MssqlPrivateStore => new MssqlPrivateStore(new Base(options));
