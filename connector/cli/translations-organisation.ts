/**
 * sidebook translations ... --organisation: labels of a Dynamics organisation without a browser. Every look is a fresh export; an import is shown
 * first, sent with --yes, published, and compared text by text with what stands there then.
 */
import { SidebookError } from '../errors.ts';
import type { Checked } from '../translations/check.ts';
import { carry, freshExport, sentChange, takingBack, type Carried, type Fresh } from '../translations/organisation/carry.ts';
import { openLabels, type OpenLabels } from '../translations/organisation/open.ts';
import { sentPast } from '../translations/organisation/past.ts';
import type { Step, Telling } from '../translations/organisation/organisation.ts';
import type { SentChange } from '../translations/organisation/versions.ts';
import { glossaryOf } from '../translations/glossary-file.ts';
import { targetOf } from '../translations/load.ts';
import { DISPLAY } from '../translations/model.ts';
import { tagOf } from '../translations/languages.ts';
import { count, date } from '../words/format.ts';
import { actorOf, readConfig, t, type Io } from './io.ts';
import { guardResult, LABEL_FILES, writeResult } from './result-file.ts';
import { choiceOf, chosenBy, look, page, shownOf, tell, whyNothing, type ChoiceOptions } from './translations.ts';
import { given } from './translations-files.ts';
import { writeSome, type ExportOptions } from './translations-out.ts';

export interface There {
  /** true: the only base that has labels to reach. */
  readonly organisation?: string | true;
  readonly solution?: string;
}

interface Open extends OpenLabels {
  readonly solution: string;
  readonly say: Telling;
  /** Leaves a clean line where steps were drawn. */
  readonly quiet: () => void;
}

async function withThere<T>(io: Io, o: There, work: (there: Open) => Promise<T>): Promise<T> {
  const name = typeof o.organisation === 'string' ? o.organisation : undefined;
  const there = openLabels(readConfig(io), name, io.env, io.world);
  const quiet = (): void => (io.isTty ? io.err('\r\x1b[K') : undefined);
  try {
    const solution = o.solution ?? there.solution;
    if (solution === undefined) throw new SidebookError('labels-there-which', { host: there.host });
    return await work({ ...there, solution, say: steps(io, there.host), quiet });
  } finally {
    quiet();
    await there.organisation.close();
  }
}

/** What Dynamics exported, byte for byte; another format, or less of it, where that is asked for. */
export async function exportThere(io: Io, name: string | undefined, o: ExportOptions & There): Promise<void> {
  await withThere(io, o, async ({ organisation, solution, say, quiet }) => {
    const file = name ?? `CrmTranslations_${solution}.zip`;
    guardResult(file, { inputs: [], isForced: o.force === true, kinds: LABEL_FILES });
    const { zip, set } = await freshExport(organisation, solution, say);
    quiet();
    const isWhole = /\.zip$/i.test(file) && o.languages === undefined && !o.missing && o.fill === undefined;
    if (!isWhole) return writeSome(io, file, set, o, ' --organisation');
    await writeResult(file, [zip]);
    io.out(`${t(io, `Written: ${file} as Dynamics exported it, ${count(io.lang, set.labels.size)} labels, languages: ${set.languages.map(tagOf).join(', ')}. What comes back: ${io.called} translations import FILE --organisation`, `Записано: ${file} в том виде, как выгрузил Dynamics, надписей: ${count(io.lang, set.labels.size)}, языки: ${set.languages.map(tagOf).join(', ')}. Переведённое загрузит: ${io.called} translations import ФАЙЛ --organisation`)}\n`);
  });
} // prettier-ignore

/** What the file would change there now: `changes` shows each. */
export async function lookThere(io: Io, name: string, o: ChoiceOptions & There, changes: boolean): Promise<void> {
  await withThere(io, o, async (there) => {
    const { seen } = await against(io, name, o, there);
    tell(io, seen, o, changes ? shownOf(o) : 0);
  });
}

async function against(io: Io, name: string, o: ChoiceOptions, there: Open): Promise<{ seen: Checked; fresh: Fresh }> {
  const file = await given(name);
  const fresh = await freshExport(there.organisation, there.solution, there.say);
  there.quiet();
  const target = targetOf(fresh.set, glossaryOf(o.glossary, fresh.set.information.baseLanguage), sentPast(there.versions));
  return { seen: await look(io, file, target, choiceOf(o)), fresh };
}

/** Exit 1: an error, or something did not arrive; 2: nothing was sent yet; 0: it holds. */
export async function importThere(io: Io, name: string, o: ChoiceOptions & There & { readonly yes?: boolean }): Promise<void> {
  await withThere(io, o, async (there) => {
    const onto = there.versions.last();
    const { seen, fresh } = await against(io, name, o, there);
    io.out(`${page(io, seen, shownOf(o))}\n`);
    if (seen.findings.hasError) return io.fail(1);
    if (seen.changes.length === 0) return io.out(`${t(io, 'Nothing to send', 'Отправлять нечего')}: ${whyNothing(io, seen)}\n`);
    if (o.yes) return send(io, there, fresh, seen.changes.map(sentChange), name, onto);
    const command = `${io.called} translations import ${name} --organisation ${there.host}${o.solution === undefined ? '' : ` --solution ${o.solution}`}${chosenBy(o)} --yes`;
    io.out(`\n${t(io, `Nothing is changed yet. Send these texts to ${there.host} and publish all customizations there: ${command}`, `Пока ничего не изменено. Отправить эти тексты в ${there.host} и опубликовать там все настройки: ${command}`)}\n`);
    io.fail(2);
  });
} // prettier-ignore

async function send(
  io: Io,
  there: Open,
  fresh: Fresh,
  changes: readonly SentChange[],
  from: string,
  onto: number,
): Promise<void> {
  const order = { solution: there.solution, by: actorOf(io), at: io.world.now().toISOString(), from, job: io.world.uuid(), onto };
  const carried = await carry(there.organisation, there.versions, fresh, changes, order, there.say);
  there.quiet();
  io.out(`${report(io, there.host, carried, changes.length)}\n`);
  if (carried.missing.length > 0 || carried.remarks.some(({ isFailure }) => isFailure)) io.fail(1);
}

/** Takes the last import back, text by text, as far as it still stands. */
export async function undoThere(io: Io, o: There): Promise<void> {
  const name = typeof o.organisation === 'string' ? o.organisation : undefined;
  const known = openLabels(readConfig(io), name, io.env, io.world);
  const last = known.versions.lastTaken(o.solution);
  await known.organisation.close();
  if (!last) throw new SidebookError('labels-nothing-to-undo', {});
  await withThere(io, { organisation: known.host, solution: last.solution }, async (there) => {
    const onto = there.versions.last();
    const fresh = await freshExport(there.organisation, there.solution, there.say);
    there.quiet();
    const { changes, left } = takingBack(last, fresh.set);
    io.out(`${t(io, `Version ${String(last.number)} of ${date(io.lang, last.at)} (${last.from}) is taken back.`, `Отменяется версия ${String(last.number)} от ${date(io.lang, last.at)} (${last.from}).`)}\n`);
    for (const change of left) io.out(`${t(io, 'changed again since, left as it is', 'с тех пор изменено снова, оставлено')}: ${textLine(io, change)}\n`);
    if (left.length > 0) io.fail(1);
    if (changes.length === 0) return io.out(`${t(io, 'Nothing of it stands there any more.', 'Ничего из неё там уже нет.')}\n`);
    await send(io, there, fresh, changes, String(last.number), onto);
  });
} // prettier-ignore

const MOST = 20;

function report(io: Io, host: string, { version, arrived, missing, moved, remarks }: Carried, of: number): string {
  const lines = [t(io, `Sent to ${host} and published as version ${String(version)}: ${count(io.lang, arrived)} of ${count(io.lang, of)} texts stand there now. Back: ${io.called} translations undo --organisation ${host}`, `Отправлено в ${host} и опубликовано как версия ${String(version)}: на месте ${count(io.lang, arrived)} из ${count(io.lang, of)} текстов. Назад: ${io.called} translations undo --organisation ${host}`)];
  for (const { code, text } of remarks.slice(0, MOST)) lines.push(`${t(io, 'Dynamics says', 'Dynamics сообщает')}: ${text} ${code}`);
  const list = (title: string, changes: readonly SentChange[]): void => {
    if (changes.length > 0) lines.push(`${title} (${count(io.lang, changes.length)})`, ...changes.slice(0, MOST).map((c) => `  ${textLine(io, c)}`));
  };
  list(t(io, 'Did not arrive', 'Не дошло'), missing);
  list(t(io, 'Changed meanwhile by somebody else, or by Dynamics itself', 'Тем временем изменено кем-то другим или самим Dynamics'), moved);
  return lines.join('\n');
} // prettier-ignore

function textLine(io: Io, { key, lcid, base, before, after }: SentChange): string {
  const said = (text: string | null): string => (text === null ? t(io, '(empty)', '(пусто)') : `"${text}"`);
  const name = key.sheet === DISPLAY ? key.id : `${key.entity} ${key.id} ${key.column}`;
  return `${name} ${String(lcid)} [${base}]: ${said(before)} → ${said(after)}`;
}

/** What is going on, as a line that is redrawn in a terminal, and one line per step elsewhere. */
function steps(io: Io, host: string): Telling {
  const names: Readonly<Record<Step, string>> = {
    export: t(io, `${host} exports its labels; that takes minutes with a large solution`, `${host} выгружает надписи; для большого решения это минуты`),
    import: t(io, `${host} imports`, `${host} загружает`),
    publish: t(io, `${host} publishes all customizations`, `${host} публикует все настройки`),
    compare: t(io, `${host} is looked at once more`, `${host} проверяется ещё раз`),
  };
  let last: Step | null = null;
  return (step, share) => {
    const far = share === null ? '' : ` ${new Intl.NumberFormat(io.lang, { style: 'percent' }).format(share)}`;
    if (io.isTty) io.err(`\r\x1b[K${names[step]}${far} ...`);
    else if (step !== last) io.err(`${names[step]}\n`);
    last = step;
  };
} // prettier-ignore
