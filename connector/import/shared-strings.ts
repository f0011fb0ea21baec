/** Texts a workbook keeps once for all its cells. */
import { SidebookError } from '../errors.ts';
import { LIMITS } from './table.ts';
import { readXml } from './xml.ts';
import type { Zip } from './zip.ts';

export async function sharedStrings(zip: Zip, part: string | null): Promise<readonly string[]> {
  const texts: string[] = [];
  if (part === null) return texts;
  const collect = new TextOfRuns();
  let characters = 0;
  await readXml(part, zip.part(part), {
    open: (tag) => collect.open(tag),
    text: (text) => collect.text(text),
    close: (tag) => {
      collect.close(tag);
      if (tag !== 'si') return;
      const text = collect.take();
      characters += text.length;
      if (characters > LIMITS.characters) throw new SidebookError('import-too-big', { limit: LIMITS.characters / 1024 / 1024 });
      texts.push(text);
    },
  });
  return texts;
}

/** The text of <si> or <is>: its plain <t>, or all its runs; the reading aid over Japanese characters (<rPh>) left out. */
export class TextOfRuns {
  private whole = '';
  private inText = false;
  private inAid = 0;

  open(tag: string): void {
    if (tag === 'rPh') this.inAid++;
    this.inText = tag === 't' && this.inAid === 0;
  }
  text(text: string): void {
    if (this.inText) this.whole += text;
  }
  close(tag: string): void {
    if (tag === 'rPh') this.inAid--;
    if (tag === 't') this.inText = false;
  }
  take(): string {
    const text = this.whole.includes('_x') ? this.whole.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : this.whole; // prettier-ignore
    this.whole = '';
    return text;
  }
}
