/** Labels for the panel: targets with how complete they are, and a job in the words of its reader. */
import type { Config } from '../../config.ts';
import { message } from '../../errors.ts';
import { codeOf, detailIn, letters, placeOf, severityOf, type Finding } from '../../translations/finding.ts';
import { languageName, LCIDS } from '../../translations/languages.ts';
import { DISPLAY } from '../../translations/model.ts';
import { labelHosts } from '../../translations/organisation/open.ts';
import { SentVersions, type SentChange } from '../../translations/organisation/versions.ts';
import { Kept, keptFolder } from '../../translations/own/kept.ts';
import type { Count } from '../../translations/portion.ts';
import { hostTitle } from '../../words/host-title.ts';
import { sayIfAny } from '../../words/sentences.ts';
import type {
  ChangesPage,
  Completeness,
  LabelChange,
  LabelsJob,
  LabelsPreview,
  LabelsReport,
  LabelsView,
} from '../contract/translations.ts';
import type { Job } from '../labels/desk.ts';
import { OWN, type Looked, type LookedChange, type Taken } from '../labels/orders.ts';
import type { Principal } from '../principal.ts';

type Reader = Pick<Principal, 'lang'>;

export interface Asked {
  readonly who: Reader;
  readonly config: Config;
  readonly counts: ReadonlyMap<string, readonly Count[]>;
  readonly ownCounts: readonly Count[];
  readonly job: string | null;
}

export function labelsView({ who, config, counts, ownCounts, job }: Asked): LabelsView {
  const { number, at, by, from, changes } = new Kept(keptFolder(config.store.file)).latest();
  const own = { id: OWN, title: 'Sidebook', languages: complete(who, ownCounts), more: others(who, ownCounts), last: number === 0 ? null : { at, by, from, changes } };
  const hosts = labelHosts(config).map((id) => {
    const sent = new SentVersions(config.store.file, id).lastTaken(undefined);
    const known = counts.get(id);
    return {
      id, title: hostTitle(who, config, id), languages: known ? complete(who, known) : null, more: [],
      last: sent ? { at: sent.at, by: sent.by, from: sent.from, changes: sent.changes.length } : null,
    };
  });
  return { targets: [...hosts, own], job };
} // prettier-ignore

const complete = (who: Reader, counts: readonly Count[]): Completeness[] =>
  counts.map(({ lcid, done, missing }) => ({ lcid, name: languageName(lcid, who.lang), done, missing }));

/** Languages a column can be added for. */
const others = ({ lang }: Reader, counts: readonly Count[]): { lcid: number; name: string }[] =>
  LCIDS.filter((lcid) => counts.every((count) => count.lcid !== lcid))
    .map((lcid) => ({ lcid, name: languageName(lcid, lang) }))
    .sort((a, b) => a.name.localeCompare(b.name, lang));

export function jobView(who: Reader, { id, target, does, state, step, share, failed, done }: Job): LabelsJob {
  return {
    id, target, does, state, step, share,
    failed: failed ? message(failed.code, { sidebook: 'sidebook', ...failed.detail }, who.lang) : null,
    preview: done.looked ? previewOf(who, done.looked) : null,
    report: done.taken ? reportOf(done.taken) : null,
    file: done.file?.name ?? null, labels: done.file?.labels ?? null,
  };
} // prettier-ignore

const FINDINGS = 200;

function previewOf(who: Reader, { findings, findingsAll, hasError, rows, tally, changes, copies }: Looked): LabelsPreview {
  const warned = new Map<string, number>();
  for (const kind of changes.flatMap(warnedOf)) warned.set(kind, (warned.get(kind) ?? 0) + 1);
  const languages = [...tally].filter(([, n]) => n.added + n.changed + n.unchanged + n.emptied + n.cleared + n.skipped > 0);
  return {
    rows, stopped: hasError, findingsAll, changes: changes.length, copies: [...copies], ...differing(who, changes),
    languages: languages.map(([lcid, n]) => ({ lcid, name: languageName(lcid, who.lang), ...n })),
    findings: [...findings].sort((a, b) => gravity(a) - gravity(b)).slice(0, FINDINGS).map((found) => findingOf(who, found)),
    warned: [...warned].map(([kind, count]) => ({ kind, count })),
  };
} // prettier-ignore

/** Where two copies differ, either text may come to be taken. */
const warnedOf = ({ warned, other }: LookedChange): string[] => [...new Set([...warned, ...(other?.warned ?? [])])];

const DIFFERING = 50;

/** They come first among the changes. */
function differing(who: Reader, changes: readonly LookedChange[]): Pick<LabelsPreview, 'differ' | 'differAll'> {
  const all = changes.filter(({ other }) => other);
  return { differ: all.slice(0, DIFFERING).map((change, n) => changeOf(who, change, n)), differAll: all.length };
}

const SEVERITIES = ['error', 'skip', 'warning', 'note'];
const gravity = ({ kind }: Finding): number => SEVERITIES.indexOf(severityOf(kind));

function findingOf(who: Reader, found: Looked['findings'][number]): LabelsPreview['findings'][number] {
  const { what, next } = message(codeOf(found.kind), { sidebook: 'sidebook', ...detailIn(who.lang, found) }, who.lang);
  // Where the command line names a switch, the panel has something to tick.
  return {
    severity: severityOf(found.kind),
    kind: found.kind,
    place: inFile(placeOf(found), found.file),
    what,
    next: sayIfAny(who, `labels.${found.kind}`) ?? next,
  };
}

/** "Localized Labels!E5 (boris.xlsx)" */
const inFile = (place: string, file: string | undefined): string => (file === undefined ? place : `${place} (${file})`.trim());

/** As many changes as are asked for, by their number. */
export function changesOf(who: Reader, job: Job, from: number, count: number): ChangesPage {
  const all = job.done.looked?.changes ?? [];
  return { total: all.length, changes: all.slice(from, from + count).map((change, i) => changeOf(who, change, from + i)) };
}

function changeOf(who: Reader, { place, lcid, base, before, after, warned, file, other }: LookedChange, n: number): LabelChange {
  const cell = `${place.sheet ?? ''}!${letters(place.column ?? 1)}${String(place.row ?? '')}`;
  return {
    n,
    place: inFile(cell, file),
    lcid,
    language: languageName(lcid, who.lang),
    base,
    before,
    after,
    other: other ? { after: other.after, warned: [...other.warned] } : null,
    warned: [...warned],
  };
}

const MOST = 100;
const reportOf = ({ arrived, of, missing, moved, left, remarks }: Taken): LabelsReport => ({
  arrived, of, missing: textsOf(missing), moved: textsOf(moved), left: textsOf(left), remarks: remarks.slice(0, MOST).map(({ text, code }) => `${text} ${code}`.trim()),
}); // prettier-ignore

const textsOf = (changes: readonly SentChange[]): LabelsReport['missing'] =>
  changes.slice(0, MOST).map(({ key, lcid, base, before, after }) => ({
    label: base === '' ? (key.sheet === DISPLAY ? key.id : `${key.entity} ${key.column}`) : base,
    lcid,
    before,
    after,
  }));
