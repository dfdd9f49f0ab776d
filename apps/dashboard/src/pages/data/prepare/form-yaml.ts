import { stringify } from 'yaml';
import { type FieldKind } from '../../../api/data-catalogue.js';
import { type Condition, type FieldSource, type MappingForm, type RuleForm } from './form.js';

/** What a field of an event holds; `undefined` where it is not known (yet). */
export type KindOf = (event: string, field: string) => FieldKind | undefined;

/** The mapping file that says what the form says. */
export function yamlOf(form: MappingForm, kindOf: KindOf): string {
  const { source, times, csv, rules } = form;
  const mapping = {
    source,
    times: withoutEmpty({ format: times.format === 'iso' ? '' : times.format, zone: times.zone }),
    csv: csv && withoutDefaults(csv),
    rules: rules.map((rule) => ruleOf(rule, kindOf)),
  };
  return stringify(withoutEmpty(mapping), { lineWidth: 0, singleQuote: true });
}

function withoutDefaults({
  delimiter,
  encoding,
  hasHeader,
  columns,
}: NonNullable<MappingForm['csv']>): object {
  return withoutEmpty({
    delimiter: delimiter === ',' ? '' : delimiter,
    encoding: encoding === 'utf-8' ? '' : encoding,
    columns: hasHeader ? undefined : columns,
  });
}

function ruleOf({ name, event, condition, time, data }: RuleForm, kindOf: KindOf): object {
  const fields = Object.entries(data).flatMap(([field, source]) => {
    const value = expressionOf(source, kindOf(event, field));
    return value === undefined ? [] : [[field, value] as const];
  });
  return {
    ...withoutEmpty({
      name,
      when: condition === undefined || condition.column === '' ? undefined : whenOf(condition),
      event,
      time: time && expressionOf(time, 'time'),
    }),
    data: Object.fromEntries(fields),
  };
}

function whenOf({ column, values }: Condition): object {
  const [only, ...more] = values;
  if (only === undefined) return { [column]: { present: true } };
  return { [column]: more.length === 0 ? only : values };
}

/** `undefined`: nothing is chosen yet. */
function expressionOf(source: FieldSource, kind: FieldKind | undefined): unknown {
  switch (source.from) {
    case 'column': {
      const { column, format } = source;
      if (column === '') return undefined;
      const isPlain = format === undefined && !/[{}]/.test(column);
      return isPlain ? `{${column}}` : withoutEmpty({ column, format });
    }
    case 'template':
      return source.template === '' ? undefined : source.template;
    case 'constant':
      return source.value === '' ? undefined : constantOf(source.value, kind);
  }
}

/** A text that is no number stays one: the service then says what is wrong with it. */
function constantOf(value: string, kind: FieldKind | undefined): string | number | boolean {
  if (kind === 'number' && /^[+-]?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value.replaceAll('{', '{{').replaceAll('}', '}}');
}

function withoutEmpty(entries: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entries).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        !(typeof value === 'object' && value !== null && Object.keys(value).length === 0),
    ),
  );
}
