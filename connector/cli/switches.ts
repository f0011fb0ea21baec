/** Switches: writing on or off, globally and per host, by a named person; pausing a host. All of it is journalled (X3). */
import { actorOf, hostNamed, readConfig, t, withSidebook, type Io } from './io.ts';

export async function write(io: Io, state: 'on' | 'off', host: string | undefined, by: string | undefined): Promise<void> {
  const config = readConfig(io);
  const hosts = host === undefined ? [] : hostNamed(io, config, host);
  if (state === 'on' && !by) {
    io.err(`${t(io, 'Say who switches writing on: --by "Anna Petrova"', 'Укажите, кто включает запись: --by "Анна Петрова"')}\n`);
    io.fail(1);
    return;
  }
  const name = by ?? actorOf(io);
  await withSidebook(io, (sidebook) => switchWriting(sidebook, { on: state === 'on', hosts, by: name }));
  io.out(`${describe(io, state === 'on', hosts, name)}\n`);
}

export async function switchWriting(
  sidebook: { store: import('../store/store.ts').Store; world: { now(): Date } },
  change: { on: boolean; hosts: readonly string[]; by: string },
): Promise<void> {
  const at = sidebook.world.now().toISOString();
  const state = change.on ? 'on' : 'off';
  await sidebook.store.write({ actor: change.by }, (tx) => {
    if (change.hosts.length === 0) tx.setSetting('write', state);
    for (const id of change.hosts) tx.setHost(id, { write: change.on, writeBy: change.by, writeAt: at });
    for (const host of change.hosts.length === 0 ? [null] : change.hosts)
      tx.journal({
        at,
        host,
        link: null,
        record: null,
        unit: null,
        before: null,
        after: { write: state },
        cause: 'switch',
        plan: null,
        by: change.by,
      });
    for (const id of change.hosts) tx.wake(id, null);
  });
}

function describe(io: Io, on: boolean, hosts: readonly string[], by: string): string {
  const where = hosts.length === 0 ? t(io, 'in general', 'в целом') : hosts.join(', ');
  const line = on
    ? t(io, `Writing is on (${where}), switched by ${by}.`, `Запись включена (${where}), включил(а) ${by}.`)
    : t(io, `Writing is off (${where}).`, `Запись выключена (${where}).`);
  if (!on) return line;
  return hosts.length === 0
    ? `${line}\n${t(io, `Each host has its own switch too: ${io.called} write on HOST --by NAME`, `У каждой базы есть и свой выключатель: ${io.called} write on БАЗА --by ИМЯ`)}`
    : line;
}

export async function pause(io: Io, host: string, paused: boolean): Promise<void> {
  const [id = host] = hostNamed(io, readConfig(io), host);
  const by = actorOf(io);
  await withSidebook(io, async (sidebook) => {
    const at = sidebook.world.now().toISOString();
    await sidebook.store.write({ actor: by }, (tx) => {
      tx.setHost(id, { pausedBy: paused ? by : null });
      tx.journal({
        at,
        host: id,
        link: null,
        record: null,
        unit: null,
        before: null,
        after: { paused },
        cause: 'switch',
        plan: null,
        by,
      });
    });
  });
  io.out(
    `${paused ? t(io, `${id} is paused. Go on: ${io.called} resume ${id}`, `${id} приостановлен. Продолжить: ${io.called} resume ${id}`) : t(io, `${id} goes on.`, `${id} продолжает работу.`)}\n`,
  );
}
