/** A request as a command for a shell, and what has to run so that anybody answers it. */
import { signal } from '@preact/signals';
import { CopyButton } from '../parts/copy-button.tsx';
import { isHyperPath } from '../text/paths.ts';
import { curlCode, LOCAL_NODE, type RequestText } from './request-code.ts';

/** Whether somebody has copied one that needs a node. */
const needsNode = signal(false);

export function CurlButton({ request }: { request: () => RequestText }) {
  const text = (): string => {
    const asked = request();
    needsNode.value = isHyperPath(asked.path);
    // What is no HyperPATH is asked of the server of the page here too.
    return curlCode(asked, needsNode.value ? LOCAL_NODE : location.origin);
  };
  return <CopyButton label="Copy as curl" text={text} />;
}

/** Stands near the button, from when it was pressed. */
export function CurlHint() {
  if (!needsNode.value) return null;
  return (
    <p class="hint curl-hint" role="status" data-testid="curl-hint">
      curl asks {LOCAL_NODE}, and nothing of this browser is there. To answer it, export the process (tab Snapshot),
      then run <code>npx pocketbeam import --data state FILE</code> and <code>npx pocketbeam serve --data state</code>.
    </p>
  );
}
