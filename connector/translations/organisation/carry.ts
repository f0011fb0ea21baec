/**
 * Labels into an organisation and back: look at what stands there now, put single texts onto that export, keep a version, send, publish, look again.
 * Only texts somebody asked for are changed, and what arrived is compared text by text: Dynamics' own report cannot be had.
 */
import { SidebookError } from '../../errors.ts';
import { HostError } from '../../hosts/host.ts';
import type { Change } from '../check.ts';
import { loadLabels } from '../load.ts';
import { keyText, sameText, type LabelSet } from '../model.ts';
import { patched } from '../patch.ts';
import { wantedKey, type Places } from '../places.ts';
import { openBytes } from '../open.ts';
import { COMMAND_LINE } from '../read/archive.ts';
import type { Source } from '../read/source.ts';
import { translationsZip } from '../zip.ts';
import type { Remark } from './job.ts';
import type { LabelsOrganisation, Step, Telling } from './organisation.ts';
import type { SentChange, SentVersion, SentVersions } from './versions.ts';

/** An export as it came a moment ago. */
export interface Fresh {
  readonly zip: Buffer;
  readonly source: Source;
  readonly set: LabelSet;
  readonly places: Places;
}

export async function freshExport(organisation: LabelsOrganisation, solution: string, tell: Telling, step: Step = 'export'): Promise<Fresh> {
  tell(step, null);
  const zip = await organisation.export(solution);
  const { source, findings } = await openBytes(zip, 'export.zip', COMMAND_LINE);
  const loaded = source ? await loadLabels(source) : null;
  if (!source || !loaded || loaded.findings.hasError) throw new SidebookError('labels-there-odd', { kind: [...findings.counts.keys(), ...(loaded?.findings.counts.keys() ?? [])].join(', ') });
  return { zip, source, set: loaded.set, places: loaded.places };
} // prettier-ignore

export interface Order {
  readonly solution: string;
  readonly by: string;
  readonly at: string;
  readonly from: string;
  readonly job: string;
  /** The number of the last version when the changes were looked at. */
  readonly onto: number;
}

export interface Carried {
  readonly version: number;
  /** Changes whose text stands there now. */
  readonly arrived: number;
  readonly missing: readonly SentChange[];
  /** Texts nobody here asked for that are others than before: somebody else was at work, or Dynamics. */
  readonly moved: readonly SentChange[];
  readonly remarks: readonly Remark[];
}

/** @throws HostError where Dynamics refused or did not answer; the version says which, and undo takes back what may have happened */
export async function carry(organisation: LabelsOrganisation, versions: SentVersions, fresh: Fresh, changes: readonly SentChange[], order: Order, tell: Telling): Promise<Carried> {
  const placed = fresh.places.place(changes);
  if (placed.missing.length > 0) throw new SidebookError('labels-not-placed', { count: placed.missing.length, file: order.solution });
  const zip = await translationsZip(patched(fresh.source, placed.edits));
  const { onto, ...rest } = order;
  const begun = versions.begin({ ...rest, number: onto + 1, changes: [...changes] }, fresh.zip);
  const remarks = await sent(organisation, versions, begun, zip, tell);
  if (!remarks.some(({ isFailure }) => isFailure)) await published(organisation, tell);
  const now = await freshExport(organisation, order.solution, tell, 'compare');
  versions.end(begun, 'done');
  return { version: begun.number, remarks, ...compared(fresh.set, now.set, changes) };
} // prettier-ignore

async function sent(organisation: LabelsOrganisation, versions: SentVersions, begun: SentVersion, zip: Buffer, tell: Telling): Promise<readonly Remark[]> {
  tell('import', 0);
  try {
    return (await organisation.import(zip, begun.job, tell)).remarks;
  } catch (error) {
    // Where it stopped half-way, undo finds what arrived.
    const isNothing = error instanceof HostError && error.outcome !== 'unknown' && error.code !== 'labels-there-faults';
    if (isNothing) versions.end(begun, 'refused');
    throw error;
  }
} // prettier-ignore

async function published(organisation: LabelsOrganisation, tell: Telling): Promise<void> {
  tell('publish', null);
  try {
    await organisation.publish();
  } catch (error) {
    if (error instanceof HostError) throw new SidebookError('labels-there-unpublished', { host: error.host, sentence: error.sentence ?? '' }, error);
    throw error;
  }
} // prettier-ignore

function compared(
  before: LabelSet,
  now: LabelSet,
  changes: readonly SentChange[],
): Pick<Carried, 'arrived' | 'missing' | 'moved'> {
  const asked = new Set(changes.map(({ key, lcid }) => wantedKey(key, lcid)));
  const missing = changes.filter(({ key, lcid, after }) => !isSame(textIn(now, keyText(key), lcid), after));
  const moved = [...new Set([...before.labels.keys(), ...now.labels.keys()])].flatMap((key) =>
    now.languages.flatMap((lcid) => movedText(before, now, key, lcid, asked)),
  );
  return { arrived: changes.length - missing.length, missing, moved };
}

function movedText(before: LabelSet, now: LabelSet, name: string, lcid: number, asked: ReadonlySet<string>): SentChange[] {
  const [was, is] = [textIn(before, name, lcid), textIn(now, name, lcid)];
  const label = now.labels.get(name) ?? before.labels.get(name);
  if (!label || isSame(was, is) || asked.has(wantedKey(label.key, lcid))) return [];
  return [{ key: label.key, lcid, base: label.texts.get(before.information.baseLanguage) ?? '', before: was, after: is }];
}

const textIn = (set: LabelSet, key: string, lcid: number): string | null => set.labels.get(key)?.texts.get(lcid) ?? null;
/** A cell that is empty and one that has no text are one thing to Dynamics. */
const isSame = (a: string | null, b: string | null): boolean => sameText(a ?? '', b ?? '');

export const sentChange = ({ key, lcid, base, before, after }: Change): SentChange => ({ key, lcid, base, before, after });

export interface Back {
  readonly changes: readonly SentChange[];
  /** Changed again since: left as they are now. */
  readonly left: readonly SentChange[];
}

/** The changes that take a version back, as far as its texts still stand there. */
export function takingBack({ changes }: SentVersion, now: LabelSet): Back {
  const turned = changes.map(({ before, after, ...rest }) => ({ ...rest, before: after, after: before }));
  const stands = turned.filter(({ key, lcid, before }) => isSame(textIn(now, keyText(key), lcid), before));
  const left = turned.filter((c) => !stands.includes(c) && !isSame(textIn(now, keyText(c.key), c.lcid), c.after));
  return { changes: stands.filter(({ before, after }) => !isSame(before, after)), left };
}
