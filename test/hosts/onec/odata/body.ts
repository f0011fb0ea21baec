import type { Body } from '../base/coerce.ts';
import { badRequest, OnecError } from '../base/errors.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { parseAtomEntry } from './atom-body.ts';
import type { Call } from './call.ts';

/** JSON or an Atom entry, whatever the body looks like. */
export function parseBody({ request }: Call, set: EntitySet): Body {
  const text = request.body.replace(/^\ufeff/, '').trim();
  if (text.startsWith('<')) return parseAtomEntry(text, set);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  } catch {
    // answered below: 1C does not say what is wrong
  }
  throw badRequest('Неверный формат запроса', 'Bad request format');
}

/** PUT needs every property of the object; references may come as links (1c.md 2.8). */
export function requireAll(call: Call, set: EntitySet, body: Body): void {
  if (!call.world.quirks.putNeedsAll || set.shape !== 'object') return;
  for (const { name, field, role } of set.properties) {
    const isManaged = ['Ref_Key', 'DataVersion', 'Predefined', 'PredefinedDataName', 'Posted', 'IsFolder'].includes(name);
    if (isManaged || role !== 'value' || name in body || `${field.name}@odata.bind` in body) continue;
    throw new OnecError(
      400,
      5,
      `Отсутствует обязательное значение свойства "${name}"`,
      `Required property value is missing: "${name}"`,
    );
  }
}
