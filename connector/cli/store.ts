/** sidebook store check and clean. */
import { existsSync } from 'node:fs';
import { LABELS } from '../backup/backup.ts';
import { PRIVATE_URL } from '../config/secrets.ts';
import type { Config } from '../config.ts';
import { openStoreOf } from '../main.ts';
import { openPrivateOf } from '../server/private.ts';
import { KeyFiles, keysFolder } from '../server/auth/key-files.ts';
import { checkFile } from '../store/sqlite/check.ts';
import { openDatabase } from '../store/sqlite/driver.ts';
import type { Cleaned, StoreFinding, Until } from '../store/upkeep.ts';
import { sentDamaged, sentFiles } from '../translations/organisation/versions.ts';
import { Kept, keptFiles, keptFolder } from '../translations/own/kept.ts';
import { counted, DAYS } from '../words/plural.ts';
import { foundText } from './audit.ts';
import { actorOf, readConfig, t, type Io } from './io.ts';
import { messageFilesOf, ownFilesOf, withAudit } from './own-files.ts';
import { table } from './table.ts';

/** Every file by itself, then the tables of the store against its records, its keys against their files, and the audit. */
export async function check(io: Io): Promise<void> {
  const config = readConfig(io);
  for (const { name, file } of ownFilesOf(config)) {
    const findings = [...fileFindings(file, name), ...(name === 'store' ? await storeFindings(io, config) : [])];
    const more = name === 'private' && !config.secrets.has(PRIVATE_URL) ? await privateFindings(io, config) : [];
    tell(io, `${name}: ${file}`, [...findings.map((f) => sentence(io, f)), ...more].join('\n'));
  }
  if (config.store.url !== undefined && !existsSync(config.store.file)) tell(io, 'store', (await storeFindings(io, config)).map((f) => sentence(io, f)).join('\n')); // prettier-ignore
  if (config.secrets.has(PRIVATE_URL))
    tell(io, t(io, 'private data on the server', 'закрытые данные на сервере'), (await privateFindings(io, config)).join('\n'));
  for (const { name, file } of messageFilesOf(config)) tell(io, `${name}: ${file}`, fileFindings(file, name).map((f) => sentence(io, f)).join('\n')); // prettier-ignore
  checkLabels(io, keptFolder(config.store.file));
  await withAudit(io, async (audit) => {
    const findings = await audit.verify();
    tell(io, t(io, 'the chain of the audit', 'цепочка аудита'), findings.length === 0 ? '' : foundText(io, findings));
  });
}

/** Imported texts and the versions undo goes back to; most installations have none. */
function checkLabels(io: Io, folder: string): void {
  if (keptFiles(folder).length + sentFiles(folder).length === 0) return;
  const at = [...new Kept(folder).damaged(), ...sentDamaged(folder)];
  tell(io, `${LABELS}: ${folder}`, at.length === 0 ? '' : sentence(io, { wrong: 'damaged', table: LABELS, at, count: at.length }));
} // prettier-ignore

function tell(io: Io, what: string, wrong: string): void {
  if (wrong === '') return io.out(`  ${io.isUnicode ? '✓' : '+'} ${what}\n`);
  io.out(`  ${io.isUnicode ? '✗' : '!'} ${what}\n    ${wrong.replaceAll('\n', '\n    ')}\n`);
  io.fail(1);
}

function fileFindings(file: string, name: string): StoreFinding[] {
  const db = openDatabase(file);
  try {
    return checkFile(db, name);
  } finally {
    db.close();
  }
}

async function privateFindings(io: Io, config: Config): Promise<readonly string[]> {
  const store = openPrivateOf(config, io.world);
  try {
    return await store.check();
  } finally {
    await store.close();
  }
}

async function storeFindings(io: Io, config: Config): Promise<StoreFinding[]> {
  const store = openStoreOf(config, io.world);
  try {
    const { registry } = store.accounts;
    const files = new KeyFiles(keysFolder(config.store.file));
    const active = registry.clients().flatMap((c) => registry.keys(c.id)).filter((k) => k.revokedAt === null); // prettier-ignore
    const lost = active.filter((k) => files.read(k.client, k.kid) === null).map((k) => `${k.client}/${k.kid}`);
    return [...(await store.check()), ...(lost.length > 0 ? [{ wrong: 'orphan' as const, table: 'client_keys', at: lost, count: lost.length }] : [])]; // prettier-ignore
  } finally {
    await store.close();
  }
}

function sentence(io: Io, { wrong, table: name, at, count }: StoreFinding): string {
  const more = count > at.length ? ', …' : '';
  return `${name}: ${MEANING[wrong][io.lang]} (${String(count)}): ${at.join(', ')}${more}`;
}

const MEANING = {
  damaged: { en: 'the file is damaged; take the last good copy', ru: 'файл повреждён; возьмите последнюю целую копию' },
  reference: { en: 'rows name what is not there', ru: 'строки ссылаются на то, чего нет' },
  orphan: { en: 'rows without what they belong to', ru: 'строки без того, к чему относятся' },
  differs: { en: 'the table does not say what the record says', ru: 'таблица говорит не то, что запись' },
  keys: { en: 'match keys are not those of the records', ru: 'ключи сопоставления не те, что у записей' },
  paid: { en: 'paid is not the sum of the payments', ru: 'оплачено не равно сумме оплат' },
} as const satisfies Record<StoreFinding['wrong'], { readonly en: string; readonly ru: string }>; // prettier-ignore

const DAY_MS = 86_400_000;

/** What "retention" of the configuration says; what it does not say is kept for ever. */
export async function clean(io: Io, isTrial: boolean): Promise<void> {
  const { retention } = readConfig(io);
  const ago = (days: number): string => new Date(io.world.now().getTime() - days * DAY_MS).toISOString();
  const old = (days: number | undefined): string | null => (days === undefined ? null : ago(days));
  const until: Until = { answers: ago(1), tokens: ago(retention.tokenDays), problems: old(retention.problemDays), journal: old(retention.journalDays), egress: old(retention.egressDays) }; // prettier-ignore
  await withAudit(io, async (audit, config) => {
    const gone = inStore(io, config, until, isTrial);
    const before = old(retention.auditValueDays);
    const values = before === null ? 0 : await audit.eraseBefore(before, actorOf(io), isTrial);
    io.out(`${cleanedText(io, await gone, values, retention)}\n${isTrial ? t(io, 'Nothing was deleted (--dry-run).', 'Ничего не удалено (--dry-run).') : t(io, 'Deleted.', 'Удалено.')}\n`); // prettier-ignore
  });
}

async function inStore(io: Io, config: Config, until: Until, isTrial: boolean): Promise<Cleaned> {
  if (config.store.url === undefined && !existsSync(config.store.file))
    return { answers: 0, tokens: 0, problems: 0, journal: 0, egress: 0 };
  const store = openStoreOf(config, io.world);
  try {
    return await store.clean(until, isTrial);
  } finally {
    await store.close();
  }
}

function cleanedText(io: Io, gone: Cleaned, values: number, kept: Config['retention']): string {
  const after = (days: number | undefined): string => (days === undefined ? t(io, 'kept for ever', 'хранится всегда') : `${t(io, 'after', 'через')} ${counted(io, days, DAYS)}`); // prettier-ignore
  return table([
    [t(io, 'answers of the API', 'ответы API'), String(gone.answers), after(1)],
    [t(io, 'revoked tokens', 'отозванные токены'), String(gone.tokens), after(kept.tokenDays)],
    [t(io, 'problems that are over', 'закрытые проблемы'), String(gone.problems), after(kept.problemDays)],
    [t(io, 'journal', 'журнал'), String(gone.journal), after(kept.journalDays)],
    [t(io, 'what left for hosts', 'что уходило в базы'), String(gone.egress), after(kept.egressDays)],
    [t(io, 'values in the audit', 'значения в аудите'), String(values), after(kept.auditValueDays)],
  ], { right: [1], indent: '  ' });
} // prettier-ignore
