/** POST /telemetry: how fast a widget was and which errors it met; no names, sums, texts or ids. */
import { telemetry, WIDGETS } from '../contract/embed.ts';
import { ApiError } from '../api-error.ts';
import { operation } from './operation.ts';

export const TELEMETRY = [
  operation({
    right: null, widgets: WIDGETS, method: 'post', path: '/telemetry', summary: 'Time to first data and error codes of a widget', body: telemetry, answer: null, isFree: true,
    run: async ({ who, body }) => {
      if (!who.widgets.has(body.widget)) throw new ApiError(403, 'not-allowed');
    },
  }),
]; // prettier-ignore
