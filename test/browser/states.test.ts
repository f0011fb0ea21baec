/** Every state a widget can be in has a story: none is left out, and none that cannot be is left unsaid (widgets.md 4). */
import { expect } from 'chai';
import { WIDGETS } from '../../connector/server/contract/embed.ts';
import type { Stories } from '../../widgets/story.ts';

const STATES = ['loading', 'slow', 'ready', 'stale', 'empty', 'notLinked', 'error', 'errorOverData', 'network', 'offline', 'noPermission', 'expired', 'saving', 'queued', 'rejected', 'problem', 'long', 'hostile', 'readOnly'] as const; // prettier-ignore

/** Where the story has a name of its own; "cannot be: …" where there is no such state. */
const OTHERWISE: Readonly<Record<string, Partial<Record<(typeof STATES)[number], string>>>> = {
  counterparty: {
    empty: 'cannot be: a record that is not there is not linked',
    queued: 'unknown', // a badge that waits
    problem: 'ready', // a badge with a problem
  },
  invoices: {},
  problems: {
    stale: 'cannot be: the list is our own, nothing of it is read from a host',
    queued: 'undo', // an answer is taken and leaves with the next cycle
    problem: 'kinds',
  },
  matching: {
    stale: 'cannot be: the questions are our own, nothing of them is read from a host',
    notLinked: 'cannot be: an object without a record is what it asks about',
    queued: 'undo', // an answer holds at once and leaves with the next cycle
    problem: 'moved',
  },
  prices: {
    stale: 'ready', // a price that is too old to count
    queued: 'cannot be: a price is stored at once or not at all',
    problem: 'moved', // two people, one offer
  },
  notes: {
    stale: 'cannot be: notes are our own, nothing of them is read from a host',
    queued: 'cannot be: a note is stored at once or not at all',
    problem: 'moved', // two people, one note
  },
  translations: {
    stale: 'cannot be: labels are read anew at every look',
    empty: 'nothing',
    notLinked: 'cannot be: it is about no single record',
    errorOverData: 'takeFailed',
    saving: 'importing',
    queued: 'running',
    rejected: 'stopped',
    problem: 'notAllArrived',
    long: 'previewMany',
    readOnly: 'cannot be: who may see it may change it',
  },
  sync: {
    stale: 'ready', // a host that is late
    empty: 'noHosts',
    notLinked: 'cannot be: it is about no single record',
    saving: 'making',
    queued: 'retried',
    rejected: 'retryFailed',
    problem: 'causes',
  },
};

describe('states of the widgets', () => {
  for (const widget of WIDGETS)
    it(`${widget} has a story of each`, async () => {
      const { stories } = (await import(`../../widgets/${widget}/story.ts`)) as { stories: Stories };
      const missing = STATES.map((state) => OTHERWISE[widget]?.[state] ?? state).filter(
        (name) => !name.startsWith('cannot be: ') && !stories[name],
      );
      expect(missing).to.deep.equal([]);
    });
});
