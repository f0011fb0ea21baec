/** sidebook key: secrets a host proves itself with. Shown once; two at a time, so that one can be exchanged without a pause. */
import { randomBytes } from 'node:crypto';
import { SidebookError } from '../errors.ts';
import { newSecret } from '../server/auth/key-files.ts';
import { activeKeys, MOST_KEYS, type KeyRow } from '../server/auth/registry.ts';
import { t, type Io } from './io.ts';
import { clientNamed, day, withRegistry } from './registry.ts';
import { table } from './table.ts';

export async function add(io: Io, id: string): Promise<void> {
  await withRegistry(io, async (desk) => {
    clientNamed(desk, id);
    const { registry, keys, now, journal } = desk;
    const active = activeKeys(registry, id);
    if (active.length >= MOST_KEYS) throw new SidebookError('keys-full', { client: id, count: active.length, kid: active[0]?.kid ?? '' }); // prettier-ignore
    const [kid, secret] = [randomBytes(6).toString('hex'), newSecret()];
    keys.write(id, kid, secret); // the file first: a row without its secret would be a key nobody can use
    registry.addKey({ kid, client: id, addedAt: now, revokedAt: null });
    await journal({ client: id, key: kid });
    io.out(`${shown(io, id, kid, secret)}\n`);
  });
}

const shown = (io: Io, id: string, kid: string, secret: string): string =>
  [
    table([[t(io, 'client', 'клиент'), id], [t(io, 'key (kid)', 'ключ (kid)'), kid], [t(io, 'secret', 'секрет'), secret]]),
    t(io, 'The secret is shown this once. Put it where only the back end of the host can read it; never into a page or a form.', 'Секрет показан один раз. Храните его там, где его прочтёт только серверная часть базы; ни в страницу, ни в форму его не кладут.'),
  ].join('\n'); // prettier-ignore

export async function list(io: Io, id: string | undefined): Promise<void> {
  await withRegistry(io, async (desk) => {
    const clients = id === undefined ? desk.registry.clients().map((c) => c.id) : [clientNamed(desk, id).id];
    const rows = clients.flatMap((client) => desk.registry.keys(client)).map((key) => rowOf(io, key));
    const head = [t(io, 'Client', 'Клиент'), 'kid', t(io, 'Age, days', 'Возраст, дней'), t(io, 'State', 'Состояние')];
    io.out(`${rows.length > 0 ? table(rows, { head, right: [2] }) : t(io, `No keys yet: ${io.called} key add CLIENT`, `Ключей пока нет: ${io.called} key add КЛИЕНТ`)}\n`); // prettier-ignore
  });
}

function rowOf(io: Io, { client, kid, addedAt, revokedAt }: KeyRow): string[] {
  const days = Math.floor((io.world.now().getTime() - Date.parse(addedAt)) / 86_400_000);
  return [client, kid, String(days), revokedAt === null ? t(io, 'active', 'действует') : `${t(io, 'revoked', 'отозван')} ${day(revokedAt)}`]; // prettier-ignore
}

export async function revoke(io: Io, id: string, kid: string): Promise<void> {
  await withRegistry(io, async (desk) => {
    clientNamed(desk, id);
    const { registry, keys, now, journal } = desk;
    if (!activeKeys(registry, id).some((key) => key.kid === kid)) throw new SidebookError('key-unknown', { client: id, kid });
    registry.revokeKey(kid, now);
    keys.remove(id, kid);
    await journal({ client: id, key: kid, revoked: now });
    io.out(`${t(io, `Key ${kid} is revoked; tokens signed with it are not taken any more.`, `Ключ ${kid} отозван; подписанные им токены больше не принимаются.`)}\n`); // prettier-ignore
  });
}
