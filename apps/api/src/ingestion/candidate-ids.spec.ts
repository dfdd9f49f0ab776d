import { describe, expect, it } from '@jest/globals';
import { candidateFields, catalogue } from '@hearback/domain';
import { fieldsOf } from './import/field-kinds.js';

describe('given the fields that are pseudonymised (candidateFields in fields.ts of the domain)', () => {
  it('then they are those of the catalogue that hold a candidate id', () => {
    const fields = new Set(catalogue.flatMap(({ type }) => [...fieldsOf(type).keys()]));
    const candidates = [...fields].filter((name) => /candidateId$/i.test(name));
    expect([...candidateFields].sort()).toEqual(candidates.sort());
  });
});
