import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from 'yaml';
import type { z } from 'zod';
import { ConfigurationError } from '../environment.js';
import { suggestion } from '../nearest.js';
import { allowedKeysAt } from './json-schema.js';

/** One thing that is wrong in hearback.config.yaml. */
export interface OrganisationFault {
  /** Like `teams.payments.calendar`; empty for the whole file. */
  readonly path: string;
  /** Counted from 1; of what is nearest to the path, where that itself is missing. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A hearback.config.yaml that can't be used: every fault with its place. */
export class OrganisationFileError extends ConfigurationError {
  override readonly name = 'OrganisationFileError';

  constructor(
    readonly file: string,
    readonly faults: readonly OrganisationFault[],
    heading = `${file} has ${faults.length} problem(s)`,
  ) {
    const lines = faults.map(
      ({ path, line, message }) => `  line ${line}: ${path === '' ? '(whole file)' : path}: ${message}`,
    );
    super(`${heading}:\n${lines.join('\n')}`);
  }
}

/** A YAML text as a value, and where in the text its parts are. */
export class YamlFile {
  private readonly counter = new LineCounter();
  private readonly document: Document.Parsed;
  /** `undefined` for an empty text. */
  readonly value: unknown;

  /** @throws OrganisationFileError when the text is not YAML */
  constructor(
    text: string,
    private readonly file: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.counter });
    const { errors } = this.document;
    if (errors.length > 0) {
      throw this.notYaml(
        errors.map(({ pos, message }) => ({ path: '', ...this.at(pos[0]), message: plain(message) })),
      );
    }
    try {
      this.value = (this.document.toJS() as unknown) ?? undefined;
    } catch (error) {
      // Aliases that multiply beyond measure.
      throw this.notYaml([{ path: '', line: 1, column: 1, message: (error as Error).message }]);
    }
  }

  /** What a schema found, with places and in the order of the text. */
  refusal({ issues }: z.ZodError): OrganisationFileError {
    const faults = issues.flatMap((issue) => this.faultsOf(issue));
    faults.sort((a, b) => a.line - b.line || a.column - b.column);
    return new OrganisationFileError(this.file, faults);
  }

  private faultsOf(issue: z.core.$ZodIssue): OrganisationFault[] {
    const { path, message } = issue;
    if (issue.code !== 'unrecognized_keys') return [this.fault(path, message)];
    const allowed = allowedKeysAt(path);
    return issue.keys.map((key) => {
      const hint = suggestion(key, allowed) || ` Known here: ${allowed.join(', ')}.`;
      return this.fault([...path, key], `is not a key that is known.${hint}`);
    });
  }

  private fault(path: readonly PropertyKey[], message: string): OrganisationFault {
    return { path: path.map(String).join('.'), ...this.at(this.offsetOf(path)), message };
  }

  private notYaml(faults: OrganisationFault[]): OrganisationFileError {
    return new OrganisationFileError(this.file, faults, `${this.file} is not YAML`);
  }

  private at(offset: number): { line: number; column: number } {
    const { line, col } = this.counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** Where the key or item stands that the path leads to, or the last one on the way that there is. */
  private offsetOf(path: readonly PropertyKey[]): number {
    let node: unknown = this.document.contents;
    let offset = startOf(node) ?? 0;
    for (const key of path) {
      const aliased = isNode(node) ? resolved(node, this.document) : undefined;
      let found: unknown;
      if (isMap(aliased)) {
        const pair: unknown = aliased.items.find((item) => keyText(item.key) === String(key));
        if (!isPair(pair)) break;
        offset = startOf(pair.key) ?? offset;
        found = pair.value;
      } else if (isSeq(aliased)) {
        found = aliased.items[Number(key)];
        offset = startOf(found) ?? offset;
      } else break;
      node = found;
    }
    return offset;
  }
}

function resolved(node: Node, document: Document): Node | undefined {
  return 'resolve' in node ? (node.resolve as (of: Document) => Node | undefined)(document) : node;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** What yaml says, without the place and the excerpt that it appends. */
function plain(message: string): string {
  return message.replace(/ at line \d+, column \d+:[\s\S]*$/, '');
}
