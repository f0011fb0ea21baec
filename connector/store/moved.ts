/** What a write rests on had changed: the whole of it is undone, and the caller looks again. */
export class Moved extends Error {}
