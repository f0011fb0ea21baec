/** What a host must never be sent, judged at each write as it arrives (I6, I13-I17). */
import type { Entity, HostId, RecordId, SharedRecord } from '../../connector/model.ts';
import type { Props, SimulatedHost } from '../hosts/simulated.ts';
import type { Flavour } from './mappings.ts';
import { tokenOf, type Oracle } from './oracle.ts';

export interface Judged {
  readonly flavours: ReadonlyMap<HostId, Flavour>;
  /** Every record as it was last written here. */
  readonly known: ReadonlyMap<RecordId, SharedRecord>;
  readonly oracle: Oracle;
  readonly isWriting: () => boolean;
  /** Restored, and nobody has answered yet. */
  readonly isHeld: (host: HostId) => boolean;
  readonly say: (violation: string) => void;
}

export class Forbidden {
  readonly #o: Judged;

  constructor(o: Judged) {
    this.#o = o;
  }

  write(host: SimulatedHost, entity: Entity, wish: string | null, body: Props, before: Props | null): void {
    const say = (text: string): void => this.#o.say(`${text} at ${host.id}`);
    if (!this.#o.isWriting()) say('I13 a write while writing is off');
    if (this.#o.isHeld(host.id)) say('I16 a write before anybody said who is right after a restore');
    if (this.#o.flavours.get(host.id) === 'twin') say('I17 a write to a follower');
    if (wish !== null) this.#guardCreate(host, entity, wish, body, say);
    if (
      before?.['Posted'] === true &&
      ['Rows', 'Total', 'Date', 'Party', 'Org'].some((p) => p in body && JSON.stringify(body[p]) !== JSON.stringify(before[p]))
    )
      say('I14 a posted invoice was changed');
    if (before) this.#guardTokens(host, body, before, say);
  }

  #guardCreate(host: SimulatedHost, entity: Entity, wish: string, body: Props, say: (text: string) => void): void {
    const record = this.#o.known.get(wish);
    if (record?.stage === 'prospect') say('I13 a prospect left');
    if (entity === 'invoice' && record?.fields['state'] !== 'issued') say('I13 a draft left');
    if (entity === 'counterparty' && this.#o.flavours.get(host.id) === 'lossy' && record?.fields['country'] !== 'RU')
      say('I13 out of scope');
    if (entity === 'invoice' && !host.of('counterparty').has(String(body['Party']))) say('I6 a dangling counterparty');
  }

  #guardTokens(host: SimulatedHost, body: Props, before: Props, say: (text: string) => void): void {
    for (const p of ['Name', 'Phone', 'Note', 'Full'])
      if (p in body) this.#o.oracle.overwritten(tokenOf(before[p]), tokenOf(body[p]), `${host.id} ${p}`);
    if (!('Rows' in body)) return;
    const [old, now] = [(before['Rows'] ?? []) as Props[], body['Rows'] as Props[]];
    this.#o.oracle.overwritten(tokenOf(old[0]?.['Text']), tokenOf(now[0]?.['Text']), `${host.id} rows`);
    for (const row of old) {
      const same = now.find((r) => r['Text'] === row['Text']);
      if (same && same['Extra'] !== row['Extra']) say(`I15 an unmapped column of ${String(row['Text'])} was changed`);
    }
  }
}
