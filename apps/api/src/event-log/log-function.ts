export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where the adapters say what happens inside them; given by the application, so that all logs look alike. */
export type LogFunction = (
  level: LogLevel,
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

export const silent: LogFunction = () => undefined;
