/** The one place that knows what the product is called in markup: elements, events, messages, globals. */
export const PREFIX = 'sidebook';
export const FRAME_ELEMENT = `${PREFIX}-frame`;
export const INLINE_ELEMENT = `${PREFIX}-widget`;
/** DOM event of the page: `sidebook:navigate`. */
export const eventName = (name: string): string => `${PREFIX}:${name}`;
/** Global of the 1C page. */
export const BRIDGE = 'Sidebook1C';
