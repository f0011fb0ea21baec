/** What a plan holds and what its steps are called, the same in text and on the page. */
import { PROBLEM_LABELS } from '../errors.ts';
import type { Step, Totals } from '../sync/plan.ts';
import { t, type Reader } from './lang.ts';

/** What is shown of a plan, whatever the form. */
export interface ShownPlan {
  readonly id: string;
  readonly host: string;
  readonly madeAt: string;
  readonly refused: string | null;
  readonly steps: readonly Step[];
  readonly totals: Totals;
}

export const DOES = ['create', 'change', 'act', 'pull', 'link', 'adopt', 'ask', 'wait', 'hold'] as const;

export const doesLabel = (io: Reader, does: (typeof DOES)[number]): string =>
  ({
    create: t(io, 'create there', 'создать там'), change: t(io, 'change there', 'изменить там'), act: t(io, 'post there', 'провести там'), pull: t(io, 'take over', 'принять'),
    link: t(io, 'link', 'связать'), adopt: t(io, 'new here', 'новые здесь'), ask: t(io, 'ask a person', 'спросить'), wait: t(io, 'waits for an answer', 'ждёт ответа'), hold: t(io, 'held back', 'придержано'),
  })[does]; // prettier-ignore

/** Why a step stands in the plan: where the change comes from, or what kind of question it is. */
export const whyLabel = (io: Reader, why: string): string =>
  ({
    'changed-here': t(io, 'changed here', 'изменено здесь'),
    'changed-there': t(io, 'changed there', 'изменено там'),
    'only-here': t(io, 'only here so far', 'пока только здесь'),
    'only-there': t(io, 'only there so far', 'пока только там'),
    'from-other-host': t(io, 'comes from another base', 'приходит из другой базы'),
    'wanted-here': t(io, 'wanted here', 'так решено здесь'),
    'with-its-reference': t(io, 'with what it refers to', 'вместе с тем, на что ссылается'),
    'reference-asked': t(io, 'a person is asked about what it refers to', 'человека спросили о том, на что ссылается'),
    link: t(io, 'same numbers on both sides', 'те же номера с обеих сторон'),
  })[why] ??
  (PROBLEM_LABELS as Readonly<Record<string, Readonly<Record<Reader['lang'], string>>>>)[why]?.[io.lang] ??
  why;
