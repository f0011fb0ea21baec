/**
 * Creating once (A6): references that exist, a look before every attempt, what is sent said beforehand, the answer stored.
 * After an unknown outcome the object is searched before anything is sent again.
 */
import { pick, textOf, unitFields } from '../fields.ts';
import type { Key } from '../identity.ts';
import { HostError, isGone, type Seen } from '../hosts/host.ts';
import type { Fields, Link, ProblemKind, Unit } from '../model.ts';
import { CannotWrite, type Payload } from '../../mappings/mapping.ts';
import { asShown, totalsAgree } from '../store/projections.ts';
import type { Writer } from '../store/store.ts';
import { commit, type RunContext } from './context.ts';
import { inMinutes, mayCreate, minutesAgo, nowOf } from './engine.ts';
import { baseOfFound, startActions } from './found.ts';
import { linksToward } from './links-toward.ts';
import { lookUp, NAMESAKE, type Found } from './look-up.ts';
import { pack } from './pictures.ts';
import { titleOf } from './plan.ts';
import { openProblem, type ProblemOf } from './problems.ts';
import { refEntity, withRefs } from './refs.ts';
import { elsewhere } from './elsewhere.ts';
import { GOODS } from './resolve/goods.ts';
import { redirectOf } from './merged.ts';
import { agreedOf, shownOf } from './shown.ts';
import { refusal } from './trouble.ts';
import { answerChanges, mayWrite, stillMayWrite, type Settled } from './answer.ts';
import { loadSituation, type Situation } from './situation.ts';

export async function createOn(run: RunContext, s: Situation): Promise<Settled | 'again'> {
  return new Creation(run, s).take();
}

class Creation {
  readonly #run: RunContext;
  readonly #s: Situation;

  constructor(run: RunContext, s: Situation) {
    this.#run = run;
    this.#s = s;
  }

  async take(): Promise<Settled | 'again'> {
    const { engine, attached } = this.#run;
    const { record, link } = this.#s;
    if (!mayCreate(engine, attached, record) && link.sent === null) return this.#rest();
    if (!this.#run.walked.has(record.entity)) return 'waiting'; // an object we have not seen yet may be this one
    if (await this.#homeComesFirst()) return 'waiting';
    const references = await this.#references();
    if (references === 'elsewhere') return this.#rest();
    const obstacle = this.#obstacle() ?? references ?? (await this.#rateAbsent());
    if (obstacle) return this.#park(obstacle, obstacle.kind === 'waiting' ? null : engine.limits.parkMinutes);
    if (!mayWrite(this.#run, link)) return this.#hold();
    const dangling = await this.#referencesAreThere();
    if (dangling) return this.#park(dangling, null);
    return this.#lookThenCreate();
  }

  /** Nothing to do until the record changes: a draft, a prospect, outside the scope. */
  async #rest(): Promise<Settled> {
    const { link } = this.#s;
    await commit(this.#run, (t) => {
      t.setLink({ ...link, sent: null, sentAt: null, dirty: false }, link.tick);
      this.#close(t, QUESTIONS, null);
    });
    return 'done';
  }

  /** It may not leave now; what was asked about its own values is over all the same. A refusal of the host names no unit, and stands. */
  async #hold(): Promise<Settled> {
    const units = this.#s.mapping.units.map((u) => u.unit);
    await commit(this.#run, (t) => this.#close(t, ['totals-differ', 'unmapped-value', 'refused'], units));
    return 'held';
  }

  async #park(problem: ProblemOf, minutes: number | null): Promise<Settled> {
    const retryAt = minutes === null ? null : inMinutes(this.#run.engine, minutes);
    const open = openProblem(this.#run, this.#s.link, problem);
    await commit(this.#run, (t) => {
      t.setLink({ ...this.#s.link, retryAt }, this.#s.link.tick);
      open(t);
      this.#closeOthers(t, problem);
    });
    this.#run.counts.asked += 1;
    return problem.kind === 'waiting' ? 'waiting' : 'parked';
  }

  /** One question at a time; only what became of a write without an answer is asked beside another. */
  #closeOthers(t: Writer, { kind, unit }: ProblemOf): void {
    const isSent = this.#s.link.sent !== null;
    this.#close(t, QUESTIONS.filter((k) => k !== kind && !(isSent && k === 'unknown-outcome')), null); // prettier-ignore
    const units = ['', ...this.#s.mapping.units.map((u) => u.unit)];
    this.#close(t, [kind], units.filter((u) => u !== (unit ?? ''))); // prettier-ignore
  }

  #obstacle(): ProblemOf | null {
    const { record, mapping } = this.#s;
    if (record.entity === 'invoice' && !totalsAgree(asShown(record.fields, mapping.view(record.fields))))
      return {
        kind: 'totals-differ',
        unit: 'money',
        detail: { code: 'totals-differ' },
        ours: pick(record.fields, unitFields('invoice', 'money')),
      };
    if (record.entity === 'invoice' && this.#run.attached.host.traits.seconds === 'no' && mapping.source.marker === null)
      return { kind: 'refused', detail: { code: 'seconds-lost' } };
    return null;
  }

  /** 1C keeps an invoice sent without a rate at rate 0. In roubles the pack says 1; in another currency nobody here knows it. */
  async #rateAbsent(): Promise<ProblemOf | null> {
    const { record, mapping } = this.#s;
    const sends = mapping.units.some((u) => u.direction !== 'from-host' && u.fields.includes('rate'));
    if (!sends || typeof record.fields['rate'] === 'string') return null;
    const currency = await this.#run.engine.store.read((t) => t.record(textOf(record.fields, 'currency')));
    const code = textOf(currency?.fields ?? {}, 'code');
    if (code === 'RUB') return null;
    const detail = {
      code: 'rate-absent',
      field: 'rate',
      currency: code || textOf(currency?.fields ?? {}, 'name'),
      record: record.id,
    };
    return { kind: 'refused', unit: 'money', detail };
  }

  /** Every reference that leaves must stand for an object there; a missing one gets its own link first (A8). */
  async #references(): Promise<ProblemOf | 'elsewhere' | null> {
    const payload = await this.#payload();
    if (!(payload instanceof CannotWrite)) return null;
    if (payload.code !== 'reference-waiting') {
      const kind = payload.code === 'unmapped-value' ? 'unmapped-value' : 'refused';
      return { kind, unit: this.#unitOf(payload.field), detail: { code: payload.code, field: payload.field, ...payload.detail } };
    }
    // This base does not keep the books of that organisation; what was sent before, without an answer, is not forgotten over it.
    if (payload.field === 'organisation' && this.#s.link.sent === null) return 'elsewhere';
    return this.#waitingFor(payload);
  }

  /** An invoice gets its number at home before it goes anywhere else. */
  async #homeComesFirst(): Promise<boolean> {
    const { record, links } = this.#s;
    const home = record.entity === 'invoice' ? this.#run.engine.home(record.fields) : null;
    return (
      home !== null &&
      home !== this.#run.id &&
      this.#run.engine.hosts.has(home) &&
      !links.some((l) => l.host === home && l.confirmed)
    );
  }

  #unitOf = (field: string): Unit => this.#s.mapping.units.find((u) => u.fields.includes(field))?.unit ?? field;

  async #waitingFor(missing: CannotWrite): Promise<ProblemOf> {
    const { engine, attached } = this.#run;
    const id = missing.detail['record'] ?? '';
    const [record, links] = await engine.store.read(async (t) => [await t.record(id), await t.linksOf(id)] as const);
    const toward = record ? await linksToward(engine, record, links) : [];
    if (toward.length > 0) await commit(this.#run, (t) => toward.forEach((l) => t.setLink(l, null)));
    const outside =
      record !== null &&
      !links.some((l) => l.host === this.#run.id) &&
      toward.length === 0 &&
      !mayCreate(engine, attached, record);
    const isTheirs = outside && attached.mappings.get(record.entity)?.create === false; // a currency, a contract
    const name = typeof record?.fields['name'] === 'string' ? record.fields['name'] : '';
    const detail = {
      code: isTheirs ? 'reference-theirs' : outside ? 'reference-outside' : 'reference-waiting',
      field: missing.field,
      entity: missing.detail['entity'] ?? '',
      name,
    };
    if (record?.entity === 'product') return { kind: 'waiting', unit: 'money', detail: { ...detail, code: GOODS, record: id } };
    const other = elsewhere(record, links, { id: this.#run.id, settings: attached.settings });
    if (other) return { kind: 'unmapped-value', detail: { ...detail, ...other } };
    return { kind: isTheirs ? 'unmapped-value' : outside ? 'out-of-scope' : 'waiting', detail };
  }

  /** It may have been sent a moment ago or long since: it gets its whole time to arrive, by the clock of today. */
  async #waitAnew(): Promise<Settled> {
    const { link } = this.#s;
    await commit(this.#run, (t) => t.setLink({ ...link, sentAt: nowOf(this.#run.engine) }, link.tick));
    return 'waiting';
  }

  async #payload(): Promise<Payload | CannotWrite> {
    const { mapping, record } = this.#s;
    return withRefs(this.#run.refs, () => {
      try {
        return mapping.toHost(record.fields, this.#units(), this.#run.refs, null, record.id);
      } catch (error) {
        if (error instanceof CannotWrite) return error;
        throw error;
      }
    });
  }

  #units = (): Unit[] =>
    this.#s.mapping.units
      .filter((u) => u.action === null && u.direction !== 'from-host' && u.direction !== 'keep-on-link')
      .map((u) => u.unit);

  /** 1C stores a dangling reference without a word, so the objects it points to are read first (A6.1); none may be out of scope. */
  async #referencesAreThere(): Promise<ProblemOf | null> {
    const refs = this.#s.mapping.required;
    for (const field of refs) {
      const [entity, record] = [refEntity(field), this.#s.record.fields[field]];
      if (entity === null || typeof record !== 'string') continue;
      const outside = await this.#isOutside(record);
      if (outside) return { kind: 'out-of-scope', detail: { code: 'reference-outside', field, entity, name: outside } };
      const hostId = await withRefs(this.#run.refs, () => this.#run.refs.toHost(entity, record));
      const there = hostId === null || isGone(await this.#run.attached.host.read(entity, hostId));
      if (there) return { kind: 'waiting', detail: { code: 'reference-gone', field, entity } };
    }
    return null;
  }

  /** The flow of what it refers to has stopped: its name, for the question (A20). */
  async #isOutside(id: string): Promise<string | null> {
    const [record, links] = await this.#run.engine.store.read(async (t) => [await t.record(id), await t.linksOf(id)] as const);
    const link = links.find((l) => l.host === this.#run.id && l.hostId !== null);
    return link?.inScope === false && redirectOf(link) === null ? titleOf(link.entity, record?.fields ?? {}) : null;
  }

  async #lookThenCreate(): Promise<Settled | 'again'> {
    const found = await lookUp(this.#run, this.#s);
    if ((found.is === 'perhaps' || found.is === 'several') && this.#areToldApart(found.ids)) return this.#send();
    switch (found.is) {
      case 'one':
        return this.#tie(found.seen, found.surely, found.key);
      case 'several':
        return this.#park(
          {
            kind: this.#s.record.entity === 'invoice' ? 'duplicate' : 'ambiguous',
            detail: { code: 'several-there', count: String(found.count), ids: found.ids.join(' ') },
          },
          this.#run.engine.limits.parkMinutes,
        );
      case 'taken':
        return this.#park({ kind: 'duplicate', detail: takenBy(found) }, this.#run.engine.limits.parkMinutes);
      case 'perhaps':
        return this.#park(
          {
            kind: this.#s.link.sent === null ? 'ambiguous' : 'unknown-outcome',
            detail: { code: 'perhaps-there', ids: found.ids.join(' '), reason: found.reason },
          },
          this.#run.engine.limits.parkMinutes,
        );
      case 'unseen':
        return this.#park({ kind: 'waiting', detail: { code: 'follower-away', follower: found.follower } }, null);
      case 'none':
        return this.#send();
    }
  }

  /** A person said of each of them: not the same. Our own lost one is never among those. */
  #areToldApart(ids: readonly string[]): boolean {
    const [, ...apart] = (this.#s.link.token ?? '').split(' ');
    return ids.every((id) => apart.includes(id));
  }

  /** The object is there already: ours for sure (our id, marker or second), or a stranger's with the same key. */
  async #tie(seen: Seen, surely: boolean, key: Key | null): Promise<'again'> {
    const { link, record, mapping } = this.#s;
    const shown = await shownOf(this.#run.id, mapping, this.#run.refs, seen, agreedOf(this.#s));
    const base = baseOfFound(mapping, this.#s.pictures.sent, shown.fields, surely);
    const packed = pack({ ours: record.fields, theirs: shown.fields, base, sent: {} }, record.rev, mapping);
    const stranger = await this.#run.engine.store.read(async (t) =>
      (await t.linksAt(this.#run.id, record.entity, [seen.hostId])).get(seen.hostId),
    );
    const next: Link = {
      ...link,
      ...packed,
      hostId: seen.hostId,
      version: seen.version,
      confirmed: true,
      sentAt: null,
      dirty: true,
      retryAt: null,
    };
    await commit(this.#run, (t) => {
      if (stranger && stranger.id !== link.id) t.dropLink(stranger.id, stranger.tick, nowOf(this.#run.engine));
      t.setLink(next, link.tick);
      if (seen.parts) t.setParts(link.host, link.id, seen.parts);
      t.journal(this.#journal('match', { by: key?.name ?? 'id' }));
      this.#close(t, QUESTIONS, null);
    });
    this.#run.counts.linked += 1;
    this.#run.refs.forget();
    return 'again';
  }

  #journal(cause: 'match' | 'create', after: Fields) {
    const { link, record } = this.#s;
    return {
      at: nowOf(this.#run.engine),
      host: this.#run.id,
      link: link.id,
      record: record.id,
      unit: null,
      before: null,
      after,
      cause,
      plan: null,
      by: this.#run.engine.holder,
    };
  }

  #close(t: Writer, kinds: readonly ProblemKind[], units: readonly Unit[] | null): void {
    t.closeProblems(this.#s.link.id, kinds, units, 'engine', nowOf(this.#run.engine));
  }

  async #send(): Promise<Settled | 'again'> {
    const { link, record } = this.#s;
    if (isSentLater(this.#run, link)) return this.#waitAnew();
    if (isOnItsWay(this.#run, link)) return 'waiting';
    if (!mayCreate(this.#run.engine, this.#run.attached, record)) return this.#rest(); // it never arrived, and is no longer wanted there
    const payload = await this.#payload();
    if (payload instanceof CannotWrite) return 'waiting';
    const sent = Object.fromEntries(this.#units().map((u) => [u, pick(record.fields, unitFields(record.entity, u))]));
    if (!(await stillMayWrite(this.#run, link))) return 'held';
    await this.#run.base.sure();
    const saying: Link = { ...link, sent, sentAt: nowOf(this.#run.engine), dirty: true, retryAt: null };
    if ((await commit(this.#run, (t) => t.setLink(saying, link.tick))) === 'moved') return 'again';
    try {
      const outcome = await this.#run.attached.host.create(record.entity, record.id, payload);
      this.#run.engine.report({ type: 'write', host: this.#run.id, entity: record.entity, does: 'create' });
      this.#run.counts.created += 1;
      return await this.#answered(outcome.done);
    } catch (error) {
      return this.#failed(error);
    }
  }

  async #answered(done: Seen): Promise<Settled | 'again'> {
    for (let round = 0; round < this.#run.engine.limits.rounds; round++) {
      const s = await this.#run.engine.store.read((t) => loadSituation(t, this.#run.engine, this.#s.link.id, this.#run.refs));
      if (!s) return 'done';
      const stranger = await this.#run.engine.store.read(async (t) =>
        (await t.linksAt(this.#run.id, s.record.entity, [done.hostId])).get(done.hostId),
      );
      const shown = await shownOf(this.#run.id, s.mapping, this.#run.refs, done, agreedOf(s));
      const base = startActions(s.mapping, s.pictures.base, shown.fields);
      const changes = await answerChanges(this.#run, { ...s, pictures: { ...s.pictures, base } }, this.#units(), done);
      const outcome = await commit(this.#run, (t) => {
        if (stranger && stranger.id !== s.link.id) t.dropLink(stranger.id, stranger.tick, nowOf(this.#run.engine));
        changes(t);
        t.journal(this.#journal('create', {}));
        this.#close(t, QUESTIONS, null);
      });
      if (outcome === 'done') return 'again';
    }
    return 'waiting';
  }

  async #failed(error: unknown): Promise<Settled | 'again'> {
    if (!(error instanceof HostError)) throw error;
    if (error.outcome === 'unknown') return 'waiting'; // `sent` stays: the next look-up finds it or sends it again
    const link = await this.#run.engine.store.read((t) => t.link(this.#s.link.id));
    if (!link) return 'done';
    const { sent, sentAt } = this.#s.link; // this one surely did not arrive; an earlier one nobody answered may still
    if (error.kind !== 'refused' && error.kind !== 'leak') {
      await commit(this.#run, (t) => t.setLink({ ...link, sent, sentAt, dirty: true, retryAt: null }, link.tick));
      throw error;
    }
    const own = error.code === 'key-exists' ? await this.#ownThere() : null;
    if (own?.is === 'free') return 'again'; // made before a backup of ours was put back: what was said of it finds it
    const { retryAt, problem } = own?.is === 'taken' ? this.#taken(own.record) : await refusal(this.#run, link, error, null);
    await commit(this.#run, (t) => {
      t.setLink({ ...link, sent, sentAt, dirty: true, retryAt }, link.tick);
      problem(t);
    });
    return 'parked';
  }

  /** The object with the id of our record, where the host takes our ids; null = it is another key that is taken. */
  async #ownThere(): Promise<{ is: 'free' } | { is: 'taken'; record: string } | null> {
    const { engine, attached, id } = this.#run;
    const { record } = this.#s;
    if (attached.host.traits.clientIds === 'no' || isGone(await attached.host.read(record.entity, record.id))) return null;
    const link = await engine.store.read(async (t) => (await t.linksAt(id, record.entity, [record.id])).get(record.id));
    if (link?.inScope === false) return null;
    const other = link?.record ?? record.id;
    return other === record.id ? { is: 'free' } : { is: 'taken', record: other };
  }

  #taken(record: string): { retryAt: string; problem: (t: Writer) => void } {
    const { engine } = this.#run;
    const detail = takenBy({ is: 'taken', id: this.#s.record.id, record });
    return {
      retryAt: inMinutes(engine, engine.limits.parkMinutes),
      problem: openProblem(this.#run, this.#s.link, { kind: 'duplicate', detail }),
    };
  }
}

/** At a time that is still to come: the clock was put back since. */
const isSentLater = ({ engine }: RunContext, { sentAt }: Link): boolean => sentAt !== null && sentAt > nowOf(engine);

/** It may still arrive. */
function isOnItsWay({ engine }: RunContext, { sentAt }: Link): boolean {
  return sentAt !== null && sentAt > minutesAgo(engine, engine.limits.createAgainMinutes);
}

function takenBy({ id, record, name }: Extract<Found, { is: 'taken' }>): ProblemOf['detail'] {
  return name === undefined ? { code: 'taken-there', id, record } : { code: NAMESAKE, id, record, name };
}

/** What may be asked about a record that is not there yet. */
const QUESTIONS: readonly ProblemKind[] = ['ambiguous', 'duplicate', 'waiting', 'unknown-outcome', 'refused', 'leak', 'out-of-scope', 'totals-differ', 'unmapped-value']; // prettier-ignore
