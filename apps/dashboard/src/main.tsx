import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.js';
import { createQueryClient } from './query-client.js';
import { askEarly } from './shell/ask-early.js';
import { prefetchWhenIdle } from './shell/prefetch.js';
import { applyTheme, storedTheme } from './shell/theme.js';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');

applyTheme(storedTheme());
const client = createQueryClient();
void askEarly(client, location);
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);

prefetchWhenIdle(client);
