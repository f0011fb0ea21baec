/** Words of the private store: a mapping that names one is refused with its own code, not just as unknown (sync-design B5.1). */
const OURS = /compet|rival|offer|stock|note|negotiat|analogue|alias|strength|weakness|evidence|confidence|observed|packFactor|leadDays|wonBy|outcome|participant|followUp|pinned|isPrivate|конкур|предложени|остат|заметк|переговор/i; // prettier-ignore
const THEIRS = /конкурент|competitor|rival/i;

/** A field of ours that stands for nothing but private data. */
export const isPrivateName = (name: string): boolean => OURS.test(name);

/** A property or set of a host that is there to hold what we know of competitors. */
export const isPrivateThere = (name: string): boolean => THEIRS.test(name);
