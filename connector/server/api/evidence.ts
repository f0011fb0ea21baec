/** A file somebody gives as evidence: of a kind that does not run, not too large, under a name every system can save. */
import type { z } from 'zod';
import { EVIDENCE_KINDS, EVIDENCE_MOST, isEvidence } from '../../private/evidence-kinds.ts';
import type { EvidenceFile } from '../../private/model.ts';
import { ApiError } from '../api-error.ts';
import type { evidenceFile } from '../contract/prices.ts';

const MB = 1024 * 1024;

export function evidenceOf({ name, base64 }: z.output<typeof evidenceFile>): EvidenceFile {
  if (!isEvidence(name)) throw new ApiError(422, 'evidence-kind', { kinds: EVIDENCE_KINDS.join(', ') }, { file: 'input-choice' });
  const bytes = Buffer.byteLength(base64, 'base64');
  if (bytes > EVIDENCE_MOST)
    throw new ApiError(413, 'evidence-large', { came: Math.ceil(bytes / MB), most: EVIDENCE_MOST / MB }, { file: 'input-long' });
  return { name: saved(name), base64 };
}

/** No folders, no control characters, no half of a letter, none of what Windows refuses. */
const saved = (name: string): string =>
  name.replace(/[\p{Cs}\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]/gu, '_').trim();
