/** What a write would be, and what keeps single units from leaving: sums that differ, values this host cannot take, a flip-flop. */
import { pick, textOf, unitFields } from '../../fields.ts';
import type { Fields, Unit } from '../../model.ts';
import { CannotWrite, type Payload } from '../../../mappings/mapping.ts';
import { asShown, totalsAgree } from '../../store/projections.ts';
import { mayWrite } from '../answer.ts';
import { elsewhere } from '../elsewhere.ts';
import { isOscillating } from '../oscillation.ts';
import type { ProblemOf } from '../problems.ts';
import type { Decision } from '../reconcile.ts';
import { withRefs } from '../refs.ts';
import { GOODS } from '../resolve/goods.ts';
import type { Round, Wants } from './round.ts';

/** What a write would be, and whether it may happen now. */
export async function wantsOf(at: Round, d: Decision): Promise<Wants> {
  const blocked = new Map<Unit, ProblemOf>();
  const units: Unit[] = [];
  const { link, record, mapping } = at.s;
  if (!mapping.inScope(record.fields, 'out', { hostId: link.hostId, object: null }))
    return { writes: false, may: false, parked: false, units, action: null, blocked, needs: [] };
  for (const unit of d.push) {
    const found = await obstacle(at, d, unit);
    if (found) blocked.set(unit, found);
    else units.push(unit);
  }
  // Nothing is posted while a value is in question or cannot leave.
  const settled = units.length === 0 && blocked.size === 0 && Object.keys(d.ask).length === 0;
  const action = settled ? (d.act[0] ?? null) : null;
  const writes = units.length > 0 || action !== null;
  const needs = [...d.push, ...d.act];
  return { writes, may: mayWrite(at.run, link), parked: blocked.size > 0, units, action, blocked, needs };
}

/** Why a unit must not leave. */
async function obstacle(at: Round, d: Decision, unit: Unit): Promise<ProblemOf | null> {
  const { mapping, record } = at.s;
  const fields = mapping.view(d.ours);
  if (record.entity === 'invoice' && unit === 'money' && !totalsAgree(asShown(d.ours, fields)))
    return { kind: 'totals-differ', unit, detail: { code: 'totals-differ' }, ours: pick(fields, unitFields('invoice', unit)) };
  if (await isOscillating(at.run, at.s, unit, d.ours)) return oscillating(at, unit, fields);
  const payload = await payloadOf(at, d, [unit]);
  return payload instanceof CannotWrite ? cannotLeave(at, payload, unit, pick(fields, unitFields(record.entity, unit))) : null;
}

/** With both values: an answer is compared with what was shown. */
function oscillating({ s, theirs }: Round, unit: Unit, ours: Fields): ProblemOf {
  const shown = s.mapping.units.find((u) => u.unit === unit)?.fields ?? [];
  return { kind: 'oscillating', unit, detail: { code: 'oscillating' }, ours: pick(ours, shown), theirs: pick(theirs, shown) };
}

async function cannotLeave(at: Round, { code, field, detail }: CannotWrite, unit: Unit, ours: Fields): Promise<ProblemOf> {
  if (code === 'reference-waiting') {
    const id = detail['record'] ?? '';
    const [wanted, links] = await at.run.engine.store.read(async (t) => [await t.record(id), await t.linksOf(id)] as const);
    const named = { field, name: textOf(wanted?.fields ?? {}, 'name'), ...detail };
    const other = elsewhere(wanted, links, { id: at.run.id, settings: at.run.attached.settings });
    if (other) return { kind: 'unmapped-value', unit, detail: { ...named, ...other }, ours };
    return { kind: 'waiting', unit, detail: { code: wanted?.entity === 'product' ? GOODS : code, ...named } };
  }
  const kind = code === 'unmapped-value' ? 'unmapped-value' : 'refused';
  return { kind, unit, detail: { code, field, ...detail }, ours };
}

/** The properties to send for these units, on top of the object as it was read. */
export function payloadOf(at: Round, d: Decision, units: readonly Unit[]): Promise<Payload | CannotWrite> {
  const { refs } = at.run;
  return withRefs(refs, () => {
    try {
      return at.s.mapping.toHost(d.ours, units, refs, at.fresh?.object ?? null);
    } catch (error) {
      if (error instanceof CannotWrite) return error;
      throw error;
    }
  });
}
