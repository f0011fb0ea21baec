/**
 * What an import job of labels tells: how far it is, and in `data` (XML) what Dynamics says of single rows. The form of `data` is described
 * nowhere, so every element with a `result` is taken; RetrieveFormattedImportJobResults fails for these jobs (translations.md, section 2).
 */
import { SaxesParser } from 'saxes';

export interface Remark {
  /** An error of Dynamics as people look it up: 0x80044247; '' where it gave none. */
  readonly code: string;
  readonly text: string;
  readonly isFailure: boolean;
}

export interface Job {
  /** 0 to 100. */
  readonly progress: number;
  readonly isDone: boolean;
  readonly remarks: readonly Remark[];
}

/** @param row of importjobs as the Web API shows it; a field it lacks is one the job does not know yet */
export function jobOf(row: Readonly<Record<string, unknown>>): Job {
  const { progress, completedon, data } = row;
  return {
    progress: Math.max(0, Math.min(100, Number(progress ?? 0) || 0)),
    isDone: typeof completedon === 'string' && completedon !== '',
    remarks: typeof data === 'string' ? remarksIn(data) : [],
  };
}

function remarksIn(data: string): Remark[] {
  const remarks: Remark[] = [];
  const parser = new SaxesParser({ xmlns: false });
  // What is broken off is shown as far as it goes: the texts that arrived are compared anyway.
  parser.on('error', () => undefined);
  parser.on('opentag', ({ attributes: { result, errorcode = '', errortext = '' } }) => {
    if (result === 'failure' || result === 'warning')
      remarks.push({ code: hex(errorcode), text: errortext.slice(0, 500), isFailure: result === 'failure' });
  });
  parser.write(data).close();
  return remarks;
}

/** Dynamics writes its codes as hex or as the signed number behind it. */
const hex = (code: string): string =>
  /^-?\d+$/.test(code) ? `0x${(Number(code) >>> 0).toString(16).padStart(8, '0')}` : code.toLowerCase();
