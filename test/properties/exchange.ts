/** Two bases of one customer that copy to each other with delay (A20): what one shows arrives at the other some time later, with the same id. */
import type { Entity } from '../../connector/model.ts';
import type { Props, SimulatedHost } from '../hosts/simulated.ts';
import type { Random } from '../random.ts';
import { tokenOf, type Oracle } from './oracle.ts';
import { plain, rowToken } from './tokens.ts';

export interface Exchanging {
  readonly books: SimulatedHost;
  readonly twin: SimulatedHost;
  /** Both ways; else the books alone are copied. */
  readonly copying: boolean;
  readonly random: Random;
  readonly oracle: Oracle;
}

export class Exchange {
  readonly #o: Exchanging;
  /** What both bases last agreed on: entity and id -> properties. */
  readonly #known = new Map<string, string>();

  constructor(o: Exchanging) {
    this.#o = o;
  }

  /** The customer's own exchange: what is in the books arrives at the twin some time later, with the same id. */
  copies(isCalm: boolean): void {
    const { books, twin } = this.#o;
    for (const entity of ['counterparty', 'invoice'] as const) {
      const ids = new Set([...books.of(entity).keys(), ...(this.#o.copying ? twin.of(entity).keys() : [])]);
      for (const id of ids) if (isCalm || !this.#o.copying || this.#o.random.chance(0.7)) this.#exchange(entity, id);
    }
  }

  /** One object on its way: what moved in the books wins, as in any exchange with a main base; else what moved in the twin. */
  #exchange(entity: Entity, id: string): void {
    const { books, twin } = this.#o;
    const [here, there] = [books.of(entity).get(id)?.props, twin.of(entity).get(id)?.props];
    const key = `${entity} ${id}`;
    const known = this.#known.get(key);
    const back = this.#o.copying && there !== undefined && (here === undefined ? known === undefined : plain(here) === known);
    const props = back ? there : here;
    if (!props || (back && known === plain(there)) || (!back && there !== undefined && plain(there) === plain(props))) return;
    if (entity === 'invoice' && back && !books.of('counterparty').has(String(props['Party']))) return; // its party comes first
    const to = back ? books : twin;
    const copy = { ...structuredClone(props), ...(entity === 'invoice' ? { Org: [...to.of('organisation').keys()][0] } : {}) };
    const old = back ? here : there;
    if (old) this.#outranked(old, copy);
    to.receive(entity, id, copy);
    this.#known.set(key, plain(to.of(entity).get(id)?.props ?? {}));
    if (back) twin.receive(entity, id, { ...books.of(entity).get(id)?.props, ...(entity === 'invoice' ? { Org: props['Org'] } : {}) }); // prettier-ignore
  }

  /** What the exchange overwrites is its own affair: the winner counts as one who saw the other. */
  #outranked(old: Props, winner: Props): void {
    for (const name of ['Name', 'Phone', 'Note', 'Full']) this.#o.oracle.saw(tokenOf(winner[name]), tokenOf(old[name]));
    this.#o.oracle.saw(rowToken(winner), rowToken(old));
  }
}
