/** GET /counterparty: the whole panel of the form's counterparty. */
import { z } from 'zod';
import { counterpartyAnswer } from '../contract/counterparty.ts';
import { counterpartyView } from '../views/counterparty.ts';
import { notLinkedView } from '../views/not-linked.ts';
import { ApiError } from '../api-error.ts';
import { covered } from './api.ts';
import { operation } from './operation.ts';

const ASKS = { right: 'counterparty.read', widgets: ['counterparty'] } as const;

export const COUNTERPARTY = [
  operation({
    ...ASKS, method: 'get', path: '/counterparty', summary: 'Who it is, how much they owe, whose they are, how fresh that is',
    query: z.object({ entity: z.string().max(400) }), answer: counterpartyAnswer,
    run: async (call) => {
      const found = await covered(call, ASKS, call.query.entity);
      const shown = call.api.shownTo(call.who);
      if (found.record?.entity === 'counterparty') return counterpartyView(shown, found.record, call.query.entity);
      if (found.ref.host === 'sidebook' || found.ref.entity !== 'counterparty') throw new ApiError(404, 'record-unknown', { id: found.ref.id });
      return notLinkedView(shown, found);
    },
  }),
]; // prettier-ignore
