/** dist/widgets/manifest.json: what the build made. File names are beneath `assets/`, except loader, onec and probe pages. */
export interface Manifest {
  readonly build: string;
  readonly loader: string;
  /** The runtime and the frame shell: the only script a frame page names; it imports its widget. */
  readonly page: { readonly js: string };
  /** Tables and forms: imported by the widgets that have them. */
  readonly parts: { readonly js: string };
  readonly inline: { readonly js: string };
  /** All rules in one file, for engines without style sheets made by script. */
  readonly styles: { readonly css: string };
  readonly widgets: Readonly<Record<string, { readonly js: string }>>;
  /** All texts of a language as JSON: pages get their part of it from the server, in themselves or from `texts/{lang}/{widget}`. */
  readonly locales: Readonly<Record<string, string>>;
  readonly onec: { readonly file: string };
  readonly probe: { readonly file: string; readonly js: string };
}
