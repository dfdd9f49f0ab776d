import type { ClickHouseClient } from '@clickhouse/client';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE, CLICKHOUSE_ENDPOINT } from '../clickhouse/clickhouse.token.js';
import { DATABASE } from '../clickhouse/client.js';
import type { ClickHouseEndpoint } from '../clickhouse/endpoint.js';
import { viewNames } from '../dictionary/dictionary.js';
import { Problem } from '../platform/problem.js';

const ON_SERVER = 'hearback_reader';

/** Code of the engine: not enough privileges. */
const DENIED = '497';

/**
 * The role in which analysts' questions are asked: it may read the documented views. The embedded engine has it from
 * its start; on a server it is made here, once, and without it no question is asked.
 */
@Injectable()
export class ReaderRole {
  #made: Promise<string> | undefined;

  constructor(
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(CLICKHOUSE_ENDPOINT) private readonly endpoint: ClickHouseEndpoint,
  ) {}

  /** @throws Problem 501 that says what the account on the server lacks */
  name(): Promise<string> {
    if (this.endpoint.readerRole !== undefined) return Promise.resolve(this.endpoint.readerRole);
    this.#made ??= this.#make().catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }

  async #make(): Promise<string> {
    const statements = roleStatements();
    try {
      for (const query of statements) await this.clickHouse.command({ query });
      return ON_SERVER;
    } catch (error) {
      if ((error as { code?: string }).code !== DENIED) throw error;
      throw new Problem(
        501,
        'No role for analysts',
        `The account of Hearback on the ClickHouse server may not make the role ${ON_SERVER}. Give it that right (GRANT ROLE ADMIN, SELECT ON ${DATABASE}.* ... WITH GRANT OPTION), and try again.`,
      );
    }
  }
}

/** Made anew each time: what it was granted by other versions, or by hand, is gone. */
export function roleStatements(): string[] {
  return [
    `CREATE ROLE OR REPLACE ${ON_SERVER}`,
    ...viewNames.map((view) => `GRANT SELECT ON ${DATABASE}.${view} TO ${ON_SERVER}`),
    `GRANT ${ON_SERVER} TO CURRENT_USER`,
  ];
}
