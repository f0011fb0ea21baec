/** The `soap` package, loaded when it is first needed: half a second. */
type Soap = typeof import('soap');

/** Bundled, a package of this kind stands behind `default` alone; as a file it has its names beside it. */
export async function soapLibrary(): Promise<Soap> {
  const loaded: Soap & { readonly default?: Soap } = await import('soap');
  return 'WSDL' in loaded ? loaded : (loaded as { default: Soap }).default;
}
