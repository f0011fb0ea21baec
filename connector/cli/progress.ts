/** Progress of a long load: a moving bar in a terminal, a line now and then elsewhere. */
import type { Entity } from '../model.ts';
import { count, entityName, seconds } from '../words/format.ts';
import { t, type Io } from './io.ts';

const QUIET_LINE_MS = 5000;
const REDRAW_MS = 100;
const MEASURED_S = 0.5;

export class Progress {
  readonly #io: Io;
  readonly #started: number;
  #entity: Entity | null = null;
  #from = 0;
  #base = 0;
  #drawn = 0;
  #shown = false;
  total = 0;

  constructor(io: Io) {
    this.#io = io;
    this.#started = this.#now();
  }

  #now = (): number => this.#io.world.now().getTime();

  /** `seen` of the current list, `of` what the host says there are. */
  at(entity: Entity, seen: number, of: number | null): void {
    if (entity !== this.#entity || seen < this.#base) {
      this.#entity = entity;
      this.#from = this.#now();
      this.#base = 0;
    }
    this.total += seen - this.#base;
    this.#base = seen;
    const now = this.#now();
    if (now - this.#drawn < (this.#io.isTty ? REDRAW_MS : QUIET_LINE_MS) && seen !== of) return;
    this.#drawn = now;
    const line = this.#line(entity, seen, of, now);
    if (this.#io.isTty) this.#io.out(`\r\x1b[K${line}`);
    else if (now - this.#started > QUIET_LINE_MS) this.#io.out(`${line}\n`);
    this.#shown = this.#io.isTty;
  }

  #line(entity: Entity, seen: number, of: number | null, now: number): string {
    const { lang } = this.#io;
    const name = entityName(lang, entity).padEnd(18);
    const far = of === null || of === 0 ? count(lang, seen) : `${this.#bar(seen / of)} ${count(lang, seen)}/${count(lang, of)}`;
    return [`${name} ${far}`, ...this.#speed(seen, of, now)].join('  ');
  }

  /** Rate and time left, once there is something to measure: a list that came at once had no speed. */
  #speed(seen: number, of: number | null, now: number): string[] {
    const { lang } = this.#io;
    const passed = (now - this.#from) / 1000;
    if (passed < MEASURED_S || seen === 0) return [];
    const speed = `${count(lang, Math.round(seen / passed))}/${t(this.#io, 's', 'с')}`;
    if (of === null || seen >= of) return [speed];
    return [speed, `${t(this.#io, 'left', 'осталось')} ${seconds(lang, ((of - seen) * passed) / seen)}`];
  }

  #bar(share: number): string {
    const width = 24;
    const full = Math.round(Math.min(1, share) * width);
    return this.#io.isUnicode ? '█'.repeat(full) + '░'.repeat(width - full) : `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
  }

  /** Leaves a clean line behind. */
  done(): { readonly records: number; readonly seconds: number } {
    if (this.#shown) this.#io.out('\r\x1b[K');
    this.#shown = false;
    return { records: this.total, seconds: (this.#now() - this.#started) / 1000 };
  }
}
