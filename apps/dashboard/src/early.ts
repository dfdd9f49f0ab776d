import './styles/index.css';
import { createQueryClient } from './query-client.js';
import { askEarly } from './shell/ask-early.js';
import { sayNotLoaded } from './shell/not-loaded.js';
import { applyTheme, storedTheme } from './shell/theme.js';

// The first script, and a small one: the figures are asked for before the page itself is read.

/** A service that answers slowly does not keep the page away for longer. */
const READ_AFTER_MS = 60;

applyTheme(storedTheme());

export const client = createQueryClient();

const { asked, answered } = askEarly(client, location);
export { answered };

// While the page is read, nothing else is done here: the questions go first.
const patience = new Promise((resolve) => setTimeout(resolve, READ_AFTER_MS));
void Promise.race([asked, patience])
  .then(() => import('./main.js'))
  .catch(sayNotLoaded);
