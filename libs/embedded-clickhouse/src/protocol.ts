/** Parent to child, over the IPC channel. The password travels here, where no other user can read it. */
export type ToChild =
  | {
      readonly type: 'start';
      readonly dataDirectory: string;
      readonly host: string;
      /** 0: any free one. */
      readonly port: number;
      readonly password: string;
      readonly memoryLimitBytes: number;
      readonly readerGrants: readonly string[];
      readonly keepFreeBytes: number;
    }
  | { readonly type: 'stop' };

/** Child to parent. */
export type FromChild =
  | { readonly type: 'ready'; readonly port: number; readonly version: string }
  /** The start failed; the child ends. Why the engine refused is on its standard error. */
  | {
      readonly type: 'failed';
      readonly step: 'engine' | 'listen';
      readonly message: string;
      readonly code?: string;
    };
