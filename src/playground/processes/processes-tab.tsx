/** The left pane: the processes of this browser, and the programs to begin with. */
import { ExampleList } from './example-list.tsx';
import { ProcessList } from './process-list.tsx';
import './processes.css';

export function ProcessesTab() {
  return (
    <>
      <ProcessList />
      <ExampleList />
    </>
  );
}
