/** sidebook subject: where a person is mentioned, all of it, and its end - part by part, each answering for what it keeps. */
import type { Audit } from '../audit/audit.ts';
import { SidebookError } from '../errors.ts';
import { MessagesPersonalData } from '../hosts/enterprisedata/index.ts';
import { openStoreOf } from '../main.ts';
import { openPrivateOf } from '../server/private.ts';
import { SHORTEST, type Erased, type Mention, type PersonalData } from '../personal-data.ts';
import { openDatabase } from '../store/sqlite/driver.ts';
import { actorOf, t, type Io } from './io.ts';
import { leaving } from './leaving.ts';
import { kindWord, titleOf } from './mention-words.ts';
import { messageFilesOf, withAudit } from './own-files.ts';
import { table } from './table.ts';

interface Part {
  readonly title: string;
  readonly data: PersonalData;
  /** What people do about what stays. */
  readonly cure: string;
}

async function withParts(io: Io, text: string, work: (parts: readonly Part[], audit: Audit) => Promise<void>): Promise<void> {
  if (text.trim().length < SHORTEST) throw new SidebookError('subject-short', { text, count: SHORTEST });
  await withAudit(io, async (audit, config) => {
    const store = openStoreOf(config, io.world);
    const own = openPrivateOf(config, io.world);
    const messages = messageFilesOf(config).map(({ host, file }) => ({ host, db: openDatabase(file) }));
    try {
      await work([
        { title: t(io, 'Shared with the books', 'Общее с учётом'), data: store.personal, cure: t(io, 'The books own these: correct or anonymise them there, and it comes here with the next cycle; history goes with "store clean".', 'Это принадлежит учёту: исправьте или обезличьте там, и с ближайшим циклом изменится здесь; история уходит с «store clean».') },
        { title: t(io, 'Private', 'Личное'), data: own.personal(), cure: t(io, 'Facts about rivals: append-only, or shown to many. Correct them by hand.', 'Сведения о конкурентах: их видят многие, и они только дополняются. Исправьте вручную.') },
        ...messages.map(({ host, db }): Part => ({ title: t(io, `Told in messages of ${host}`, `Из сообщений ${host}`), data: new MessagesPersonalData(db), cure: t(io, 'The books own these: correct or anonymise them there, and the next message replaces them here.', 'Это принадлежит учёту: исправьте или обезличьте там, и ближайшее сообщение заменит это здесь.') })),
        { title: t(io, 'Audit', 'Аудит'), data: audit, cure: '' },
      ], audit); // prettier-ignore
    } finally {
      for (const { db } of messages) db.close();
      await own.close();
      await store.close();
    }
  });
}

export async function find(io: Io, text: string): Promise<void> {
  await withParts(io, text, async (parts) => {
    for (const { title, data } of parts) io.out(`${title}\n${listed(io, await data.find(text))}\n`);
  });
}

const SHOWN = 100;

function listed(io: Io, mentions: readonly Mention[]): string {
  if (mentions.length === 0) return `  ${t(io, 'not mentioned', 'не упоминается')}`;
  const more = mentions.length - SHOWN;
  const rows = mentions.slice(0, SHOWN).map((m) => [kindWord(io, m.kind), m.id, titleOf(io, m)]);
  return table([...rows, ...(more > 0 ? [['…', t(io, `and ${String(more)} more`, `и ещё ${String(more)}`), '']] : [])], { indent: '  ' }); // prettier-ignore
}

export async function exportAll(io: Io, text: string): Promise<void> {
  await withParts(io, text, async (parts) => {
    const all: Record<string, readonly unknown[]> = {};
    for (const { title, data } of parts) all[title] = await data.export(text);
    await leaving(io, Object.values(all).reduce((n, rows) => n + rows.length, 0)); // prettier-ignore
    io.out(`${JSON.stringify(all, null, 2)}\n`);
  });
}

/** First looked at, then done: what is gone is gone from the file. */
export async function erase(io: Io, text: string, isSure: boolean): Promise<void> {
  if (!isSure) {
    await find(io, text);
    io.out(`\n${t(io, 'Nothing was erased. To erase what is not shared with the books, say --yes.', 'Ничего не стёрто. Чтобы стереть то, что не общее с учётом, добавьте --yes.')}\n`); // prettier-ignore
    return;
  }
  await withParts(io, text, async (parts, audit) => {
    for (const { title, data, cure } of parts) io.out(`${title}\n${outcome(io, cure, await data.erase(text, actorOf(io)))}\n`);
    await audit.append([{ actor: actorOf(io), what: 'clean:subject', subject: null }]); // who did it; not about whom
  });
  io.out(`\n${t(io, 'Copies made before ("store backup") still have it: make a new one and delete the old ones.', 'В копиях, сделанных раньше («store backup»), это осталось: сделайте новую и удалите старые.')}\n`); // prettier-ignore
}

function outcome(io: Io, cure: string, { erased, kept, isHeld }: Erased): string {
  const gone = Object.entries(erased).map(
    ([kind, count]) => `  ${t(io, 'erased', 'стёрто')}: ${kindWord(io, kind)} ${String(count)}`,
  );
  const stays = kept.length === 0 ? [] : [
    `  ${t(io, 'kept', 'осталось')}: ${String(kept.length)}. ${cure}`,
    listed(io, kept),
  ]; // prettier-ignore
  const held = isHeld ? [`  ${t(io, 'Another process was reading: traces stay in the -wal file until Sidebook is restarted.', 'Файл читал другой процесс: следы в файле -wal исчезнут после перезапуска Sidebook.')}`] : []; // prettier-ignore
  return [...gone, ...stays, ...held].join('\n');
}
