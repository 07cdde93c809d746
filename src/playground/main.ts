/** The playground: starts Pocketbeam in this page and puts the panels to work. */
import './window.ts';
import { createPocketbeam } from 'pocketbeam';
import { consolePanel } from './console-panel.ts';
import { byId, setText } from './dom.ts';
import { gate } from './gate.ts';
import { messagePanel, suggestActions } from './message-panel.ts';
import { processPanel } from './process-panel.ts';
import { requestPanel } from './request-panel.ts';
import { keep } from './saved.ts';
import { createSourceField } from './source-field.ts';
import { prepareSpawnName, spawnPanel } from './spawn-panel.ts';
import { statePanel } from './state-panel.ts';
import { showFailed, showProblems, showReady } from './status.ts';
import { createTagRows } from './tag-rows.ts';
import { createWorkspace } from './workspace.ts';

/** Closes everything, with the reason beside it. */
function closeAll(reason: string): void {
  for (const form of forms) gate(form, reason);
  for (const id of ['processes-reason', 'state-reason']) setText(byId(id, HTMLElement), reason);
}

const forms = ['spawn-form', 'message-form', 'request-form', 'prompt-form'].map((id) => byId(id, HTMLFormElement));
for (const form of forms) form.addEventListener('submit', (event) => event.preventDefault());
closeAll('Waiting for Pocketbeam to start.');

// What is typed is there at once, before anything can run.
const source = createSourceField();
const tagRows = createTagRows();
prepareSpawnName(source);
suggestActions(source);
keep(byId('action', HTMLInputElement));
keep(byId('data', HTMLTextAreaElement));

try {
  const pocketbeam = await createPocketbeam({ serviceWorker: new URL('pocketbeam-sw.js', document.baseURI) });
  window.pocketbeam = pocketbeam;
  pocketbeam.on('status', showProblems);
  showProblems(pocketbeam.status);
  const workspace = createWorkspace(pocketbeam);
  await workspace.refresh();
  spawnPanel(workspace, source);
  processPanel(workspace);
  messagePanel(workspace, tagRows);
  statePanel(workspace);
  requestPanel(workspace);
  consolePanel(workspace);
  const ready = (): void => showReady(workspace.processes.length, pocketbeam.status);
  workspace.onList(ready);
  pocketbeam.on('status', ready);
  ready();
} catch (error) {
  showFailed(error);
  closeAll('Pocketbeam did not start; the reason is at the top of the page.');
}
