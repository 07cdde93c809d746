/** @jsxImportSource react */
import { createPocketbeam } from 'pocketbeam';
import { PocketbeamProvider, useCache } from 'pocketbeam/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import source from './counter.lua';

const starting = createPocketbeam();
const process = await (await starting).spawn({ source });

function Counter() {
  const { status, value, error } = useCache<number>(process, 'count');
  const add = async () => (await starting).message({ process, tags: { Action: 'Add', By: '5' } });
  return (
    <>
      <output>{error ? error.code : `${status} ${value}`}</output>
      <button onClick={() => void add()}>Add</button>
    </>
  );
}

document.body.dataset.read = new URL(`${process}~process@1.0/now/cache/count`, document.baseURI).pathname;
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <PocketbeamProvider source={starting}>
      <Counter />
    </PocketbeamProvider>
  </StrictMode>,
);
