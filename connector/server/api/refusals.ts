/** What the engine refuses, as a status: 404 not there, 409 it cannot be, 412 it moved, 422 not complete, 503 the host is down. */
import type { z } from 'zod';
import { HostError } from '../../hosts/host.ts';
import { ImportRests, ImportUndone } from '../../private/imports.ts';
import { PrivateMoved, PrivateRefused, PrivateWrong, type WrongInput } from '../../private/private-store.ts';
import { EditRefused, type EditCode } from '../../sync/edit.ts';
import { ResolveRefused, type ResolveCode } from '../../sync/resolve.ts';
import { ApiError } from '../api-error.ts';

const EDIT: Readonly<Record<EditCode, number>> = {
  'record-unknown': 404, 'record-several': 409, 'record-moved': 412, 'invoice-posted': 409, 'period-closed': 409, 'field-unknown': 422, 'number-unclear': 422, 'date-unclear': 422, 'choice-unclear': 422, 'line-unclear': 422, 'field-not-yours': 409,
  'not-a-draft': 409, 'host-issues': 409, 'not-complete': 422,
}; // prettier-ignore
const RESOLVE: Readonly<Record<ResolveCode, number>> = {
  'problem-unknown': 404,
  'problem-moved': 412,
  'not-answered': 409,
  'answer-begun': 409,
  'answer-exchanged': 409,
  'answer-unfit': 422,
  'create-unfit': 422,
  'record-unknown': 404,
};

export function refusedBy(error: unknown): unknown {
  if (error instanceof EditRefused) return new ApiError(EDIT[error.code], error.code, error.detail);
  if (error instanceof ResolveRefused) return new ApiError(RESOLVE[error.code], error.code);
  if (error instanceof PrivateMoved) return new ApiError(412, 'private-moved');
  if (error instanceof PrivateRefused) return new ApiError(404, 'private-refused');
  if (error instanceof PrivateWrong) return wrongPrivate(error.wrong);
  if (error instanceof ImportRests) return new ApiError(409, 'import-rests', { id: '', rows: error.rows });
  if (error instanceof ImportUndone) return new ApiError(409, 'import-undone-before', { id: '' });
  if (error instanceof HostError) return new ApiError(503, error.code, { host: error.host, ...error.at });
  return error;
}

const PRIVATE: Readonly<Record<string, string>> = {
  empty: 'input-needed',
  'too-long': 'input-long',
  choice: 'input-choice',
  date: 'input-date',
};

function wrongPrivate(wrong: readonly WrongInput[]): ApiError {
  const at = ({ row, field }: WrongInput): string => (row === null ? field : `${String(row)}.${field}`);
  return new ApiError(422, 'input-wrong', {}, Object.fromEntries(wrong.map((w) => [at(w), PRIVATE[w.problem] ?? 'input-field'])));
}

/** Every wrong input at once, by its path. */
export function wrongInput(error: z.ZodError): ApiError {
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.join('.'), wordFor(issue)]));
  return new ApiError(400, 'input-wrong', {}, fields);
}

function wordFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_big') return 'input-long';
  if (issue.code === 'too_small' || (issue.code === 'invalid_type' && issue.input === undefined)) return 'input-needed';
  if (issue.code === 'invalid_value') return 'input-choice';
  if (issue.code !== 'invalid_format') return 'input-field';
  return issue.format === 'regex' ? 'input-number' : issue.format === 'date' ? 'input-date' : 'input-field';
}
