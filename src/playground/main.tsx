/** The playground: shows the page at once, and starts Pocketbeam behind it. */
import { render } from 'preact';
import { App } from './app/app.tsx';
import { listenForKeys } from './app/shortcuts.ts';
import { followEvents } from './model/events.ts';
import { followProcesses } from './model/processes.ts';
import { startSession } from './model/session.ts';
import { keepShellSoon } from './offline/keep-shell.ts';
import { followShareLinks } from './share/open-share-link.ts';

// What is typed is there at once, before anything can run.
render(<App />, document.getElementById('app') ?? document.body);
listenForKeys();
followShareLinks();
await startSession(async (pocketbeam) => {
  await followProcesses(pocketbeam);
  followEvents(pocketbeam);
  keepShellSoon(pocketbeam.scope);
});
