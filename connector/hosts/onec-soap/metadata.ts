/** A WSDL as sets and properties: the objects a list answers with, and every operation with its arguments. */
import { operationSet, type SoapFile } from '../../../mappings/soap.ts';
import type { MetaProperty } from '../host.ts';
import { findField, operationsOfFile, type SoapClient } from '../soap/index.ts';
import { propertiesOf } from './values.ts';

/** @param soap set of the mapping -> how the service is asked for it */
export function* wsdlProperties({ operations }: Pick<SoapClient, 'operations'>, soap: ReadonlyMap<string, SoapFile>): Generator<MetaProperty> {
  for (const { name, input } of operations.values()) {
    const set = operationSet(name);
    yield { set, part: null, name: '', type: '' };
    for (const argument of input.fields) {
      yield { set, part: null, name: argument.name, type: argument.type };
      for (const inner of argument.fields) yield { set, part: null, name: `${argument.name}/${inner.name}`, type: inner.type };
    }
  }
  for (const [set, { list }] of soap) {
    const output = operations.get(list.operation)?.output;
    const shape = output ? findField(output, list.rows.split('/')) : null;
    if (!shape) continue;
    yield { set, part: null, name: '', type: '' };
    yield* propertiesOf(set, shape);
  }
} // prettier-ignore

/** The same from a saved WSDL. @throws HostError */
export async function* savedWsdl(file: string, soap: ReadonlyMap<string, SoapFile>): AsyncGenerator<MetaProperty> {
  yield* wsdlProperties({ operations: await operationsOfFile(file) }, soap);
}
