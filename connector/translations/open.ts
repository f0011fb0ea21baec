/** A file of labels as a person hands it over: a zip of Dynamics, the bare workbook, or something else with the advice that fits. */
import { FileRefused, Findings } from './finding.ts';
import { isXliff, xliffSource } from './formats/read-xliff.ts';
import { xlsxSource } from './formats/read-xlsx.ts';
import { Archive, isZip, workbookOf, type Limits } from './read/archive.ts';
import { bytesSource, fileSource, type Source } from './read/source.ts';

export interface Opened {
  /** Null: refused, and the findings say why. */
  readonly source: Source | null;
  readonly findings: Findings;
}

/** @param name of the file: what is called .zip must be one */
export async function openBytes(bytes: Uint8Array, name: string, limits: Limits): Promise<Opened> {
  const findings = new Findings();
  try {
    return { source: await sourceOf(bytes, name, limits, findings), findings };
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    findings.take(error.finding);
    return { source: null, findings };
  }
}

async function sourceOf(bytes: Uint8Array, name: string, limits: Limits, findings: Findings): Promise<Source> {
  if (isZip(bytes)) {
    const archive = await Archive.open(bytes, limits);
    if (archive.member('xl/workbook.xml')) return xlsxSource(bytes);
    return workbookOf(archive, findings);
  }
  if (/\.zip$/i.test(name)) throw new FileRefused('bad-zip', {}, { came: Buffer.from(bytes.subarray(0, 12)).toString('latin1').replace(/[^ -~]/g, '?') });
  const source = bytesSource(bytes);
  return isXliff(Buffer.from(bytes.subarray(0, 1000)).toString('latin1')) ? xliffSource(source) : source;
} // prettier-ignore

/** A bare workbook is streamed from the disk, whatever its size; an archive is held packed. */
export async function openFile(
  file: string,
  limits: Limits,
  read: (file: string, length: number | null) => Uint8Array,
): Promise<Opened> {
  if (isZip(read(file, 4)) || /\.zip$/i.test(file)) return openBytes(read(file, null), file, limits);
  const source = fileSource(file);
  return {
    source: isXliff(Buffer.from(read(file, 1000)).toString('latin1')) ? xliffSource(source) : source,
    findings: new Findings(),
  };
}
