/** The agreed words of a file, or those that come with Sidebook: translations/glossary.json. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SidebookError } from '../errors.ts';
import { ownFile } from '../own-files.ts';
import { Glossary } from './glossary.ts';
import { tagOf } from './languages.ts';

const terms = z.array(z.object({ words: z.record(z.string(), z.array(z.string()).nonempty()) }).strict());

/** @param file its path; undefined: that of Sidebook */
export function glossaryOf(file: string | undefined, base: number): Glossary {
  const path = file ?? ownFile('translations/glossary.json');
  try {
    return new Glossary(terms.parse(JSON.parse(readFileSync(path, 'utf8'))), tagOf(base));
  } catch (error) {
    const came =
      error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : error instanceof SyntaxError ? 'JSON' : '';
    if (came === '') throw new SidebookError('labels-file-missing', { file: path }, error);
    throw new SidebookError('labels-glossary-wrong', { file: path, came }, error);
  }
}
