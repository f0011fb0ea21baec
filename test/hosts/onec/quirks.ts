import type { VersionEncoding } from './base/stored.ts';

/**
 * Habits in which real bases differ, or which nobody has measured yet. All can be changed while the fake runs.
 * The defaults are the measured world of 1c.md; where that says "unverified", the nastier reading.
 */
export interface Quirks {
  /** 2.9: two independent measurements found the header ignored. */
  ifMatch: 'ignored' | 'honoured';
  /** 2.8.5: what happens to a `Ref_Key` in a POST body. */
  clientKeys: 'ignored' | 'honoured';
  /** 2.5: the three recorded encodings of `DataVersion`. */
  dataVersion: VersionEncoding;
  /** 2.7: `$inlinecount=allpages` drops `$top` and `$skip`. */
  inlinecountIgnoresPaging: boolean;
  /** 2.7: one live base did not offer `/$count`. */
  count: boolean;
  /** 2.10: the server's locale; `lang` says `ru` either way. */
  errorLanguage: 'ru' | 'en';
  /** 2.7: `$orderby=Ref_Key` sorts by presentation, so renames move rows between pages. */
  refOrder: 'presentation' | 'guid';
  /** 2.7: `Ref_Key gt guid'…'` answers 500. */
  refGt500: boolean;
  /** 2.11: `IBSession`; a number is the limit of sessions, above it 406. */
  session: 'works' | 'no-effect' | number;
  /** 2.11: the answer to a cookie whose session has died. */
  deadSession: 400 | 404;
  /** 4.10.6: whether a create keeps the seconds of `Date`. */
  seconds: 'kept' | 'cut';
  /** 2.7: keys of counterparties hidden from the service user, with their documents. */
  rls: string[];
  /** 2.1: published sets; null = all of the profile. */
  composition: string[] | null;
  /** 3.1: registrations of unpublished objects are stamped, skipped and confirmed away with the rest; if true they stay unstamped and survive. */
  unstampedOutside: boolean;
  /** 2.6: about 17 MB with 4 000 and more sets, or just the profile. */
  metadata: 'normal' | 'big';
  /** 2.6: a real one takes 23-35 s. */
  metadataDelay: number;
  /** 3.1: the connector's own plan `ExchangePlan_Sidebook` is there. */
  exchangePlan: boolean;
  /** 3.1: spelling of empty tabular parts inside packages. */
  emptyPartSpelling: 'absent' | 'null' | 'empty';
  /** 3.1: `$format=json` works for `SelectChanges`. */
  selectChangesJson: boolean;
  /** 3.1: a confirmed package moves the node's `ReceivedNo`. */
  confirmMovesReceivedNo: boolean;
  /** 2.4: fixed strings come padded with spaces; extra `Set.Property` names behave like fixed ones. */
  padded: boolean;
  paddedFields: string[];
  /** 4.1: what fills an empty contract of an invoice. */
  contractRule: 'unique' | 'creates' | 'off';
  /** 4.1: an empty bank account is filled when the payee has only one. */
  bankAccountRule: 'unique' | 'off';
  /** 4.1: the option "returnable packaging" is on, so the handler keeps that part. */
  returnablePackaging: boolean;
  /** 2.8.1: documents whose posting fails, with the sentence the configuration says. */
  postingRefusal: Record<string, string>;
  /** 2.8.11: lines of a posted document in a PATCH. */
  postedLines: 'allowed' | 'refused';
  /** 2.8.8: DeletionMark on a posted document. */
  markPosted: 'unposts' | 'refused';
  /** 2.8.11: `Posted: true` in a body. */
  postedInBody: 'ignored' | 'flag-only' | 'posts';
  /** 4.10.6: a client-sent `Number` that exists in that year. */
  duplicateNumber: 'refused' | 'kept';
  /** 2.8: PUT without all properties. */
  putNeedsAll: boolean;
  /** 2.1: longest path segment in characters, as on IIS; 0 = no limit. */
  segmentLimit: number;
  /** 8.9: longest address in bytes, as on Apache; longer ones get 414. 0 = no limit. */
  urlLimit: number;
  /** 8.9: longest body in bytes; longer ones get 413. 0 = no limit. */
  bodyLimit: number;
  /** 4.10.4: groups of the service user, for prohibition dates. */
  userGroups: string[];
  /** 2.5: the Atom answer to POST carries `DataVersion m:null`. */
  atomPostVersionNull: boolean;
}

export function defaultQuirks(): Quirks {
  return {
    ifMatch: 'ignored',
    clientKeys: 'ignored',
    dataVersion: 'upper',
    inlinecountIgnoresPaging: true,
    count: true,
    errorLanguage: 'ru',
    refOrder: 'presentation',
    refGt500: true,
    session: 'works',
    deadSession: 400,
    seconds: 'kept',
    rls: [],
    composition: null,
    unstampedOutside: false,
    metadata: 'normal',
    metadataDelay: 0,
    exchangePlan: true,
    emptyPartSpelling: 'empty',
    selectChangesJson: true,
    confirmMovesReceivedNo: true,
    padded: true,
    paddedFields: [],
    contractRule: 'unique',
    bankAccountRule: 'unique',
    returnablePackaging: false,
    postingRefusal: {},
    postedLines: 'allowed',
    markPosted: 'unposts',
    postedInBody: 'ignored',
    duplicateNumber: 'refused',
    putNeedsAll: true,
    segmentLimit: 260,
    urlLimit: 8192,
    bodyLimit: 30_000_000,
    userGroups: [],
    atomPostVersionNull: true,
  };
}

/** Changes quirks, refusing names that do not exist: a misspelt quirk would make a test prove nothing. */
export function setQuirks(quirks: Quirks, changes: Partial<Quirks>): void {
  for (const name of Object.keys(changes)) if (!(name in quirks)) throw new Error(`unknown quirk "${name}"`);
  Object.assign(quirks, changes);
}

/** `name=value` of a command line; the value is JSON or plain text. */
export function parseQuirk(text: string): Partial<Quirks> {
  const at = text.indexOf('=');
  return { [text.slice(0, at)]: parseLoosely(text.slice(at + 1)) };
}

function parseLoosely(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
