/** A simulated Dynamics: the form, Xrm and the window of the web resource, as far as the samples may touch them. */
import { runInNewContext } from 'node:vm';
import { textOf } from './xml.ts';

const FOLDER = 'dynamics/webresources';
type Detail = { readonly entity: string; readonly widget?: string; readonly action?: string };
type Handler = (event: { detail: Detail; currentTarget: FakeElement }) => void;

/** Stands for <sidebook-frame id="panel"> and <p id="hint">. */
export class FakeElement {
  readonly attributes = new Map<string, string>([['client', 'dyn']]);
  readonly listeners = new Map<string, Handler[]>();
  hidden = false;
  textContent = '';
  dirty = false;
  isDirty = (): boolean => this.dirty;
  tokenProvider: (() => Promise<string>) | undefined;
  setAttribute = (name: string, value: string): unknown => this.attributes.set(name, value);
  getAttribute = (name: string): string | null => this.attributes.get(name) ?? null;
  removeAttribute = (name: string): unknown => this.attributes.delete(name);
  addEventListener = (name: string, handler: Handler): unknown =>
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), handler]);
  fire(name: string, detail: Detail): void {
    for (const handler of this.listeners.get(name) ?? []) handler({ detail, currentTarget: this });
  }
}

export interface Lookup {
  readonly id: string;
  readonly entityType: string;
}

export class FakeDynamics {
  readonly panel = new FakeElement();
  readonly hint = new FakeElement();
  readonly asked: string[] = [];
  readonly opened: unknown[] = [];
  readonly #saved: (() => void)[] = [];
  readonly #tabs: (() => void)[] = [];
  readonly #changed: (() => void)[] = [];
  readonly entityName: string;
  id: string;
  customer: readonly Lookup[] | null = null;
  language = 1049;
  status = 200;
  hasControl = true;
  /** What the user answers to a question. */
  confirms = false;

  constructor(entityName: string, id: string) {
    this.entityName = entityName;
    this.id = id;
  }

  readonly #xrm = {
    Utility: { getGlobalContext: () => ({ userSettings: { languageId: this.language } }) },
    Navigation: {
      openForm: (options: unknown) => void this.opened.push(JSON.parse(JSON.stringify(options))),
      openConfirmDialog: async ({ text }: { readonly text: string }) => {
        this.asked.push(text);
        return { confirmed: this.confirms };
      },
    },
    WebApi: { online: { execute: async (request: ApiRequest) => this.#answer(request) } },
  };

  #answer(request: ApiRequest): { ok: boolean; status: number; json: () => Promise<{ token: string }> } {
    const { operationName, operationType, boundParameter, parameterTypes } = request.getMetadata();
    const types = Object.entries(parameterTypes).map(([name, { typeName }]) => `${name} ${typeName}`);
    this.asked.push(`${operationName}/${String(operationType)}/${String(boundParameter)}/${types.join()} ${request.Entity}`);
    return { ok: this.status === 200, status: this.status, json: async () => ({ token: `token for ${request.Entity}` }) };
  }

  /** The document of the web resource, as the frame: it sees no parent and no Xrm of its own. */
  readonly #page = this.#run('sidebook_panel.js', {
    document: { getElementById: (id: string) => (id === 'panel' ? this.panel : this.hint) },
  });

  readonly #form = {
    getControl: (name: string) =>
      this.hasControl && name === 'WebResource_sidebook' ? { getContentWindow: async () => this.#page } : null,
    getAttribute: (name: string) =>
      name === 'customerid' && this.entityName === 'invoice'
        ? { getValue: () => this.customer, addOnChange: (f: () => void) => this.#changed.push(f) }
        : null,
    data: {
      entity: {
        getId: () => this.id,
        getEntityName: () => this.entityName,
        addOnPostSave: (f: () => void) => this.#saved.push(f),
      },
    },
    ui: { tabs: { forEach: (see: (tab: object) => void) => see({ addTabStateChange: (f: () => void) => this.#tabs.push(f) }) } },
  };

  #run(file: string, globals: Record<string, unknown>): Record<string, unknown> {
    const global: Record<string, unknown> = { ...globals };
    runInNewContext(textOf(`${FOLDER}/${file}`), global, { filename: file });
    return global;
  }

  /** Loads the form's library and calls its OnLoad. */
  async load(file: string, handler: string): Promise<void> {
    const window: Record<string, unknown> = { Xrm: this.#xrm };
    this.#run(file, { window, Xrm: this.#xrm });
    const library = window['Sidebook'] as Record<string, (context: object) => void>;
    library[handler]?.({ getFormContext: () => this.#form });
    await settled();
  }

  save = (): Promise<void> => this.#raise(this.#saved);
  switchTab = (): Promise<void> => this.#raise(this.#tabs);
  changeCustomer = (): Promise<void> => this.#raise(this.#changed);

  async #raise(handlers: readonly (() => void)[]): Promise<void> {
    for (const handler of handlers) handler();
    await settled();
  }
}

interface ApiRequest {
  readonly Entity: string;
  getMetadata: () => {
    operationName: string;
    operationType: number;
    boundParameter: unknown;
    parameterTypes: Record<string, { typeName: string }>;
  };
}

/** The promises of the samples are two deep. */
const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};
