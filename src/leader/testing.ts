/** A stand-in for `navigator.locks`, which Node does not have: first come, first served; shared and exclusive. */
interface Waiting {
  name: string;
  mode: LockMode;
  grant: () => void;
}

export interface FakeLocks {
  readonly locks: LockManager;
  /** Frees a lock as the browser does when its holder ends, whatever that still does. */
  kill(name: string): void;
}

export function fakeLocks(): FakeLocks {
  const held: Waiting[] = [];
  let pending: Waiting[] = [];
  const settle = (): void => {
    for (const waiting of [...pending]) {
      const others = held.filter(({ name }) => name === waiting.name);
      const before = pending.slice(0, pending.indexOf(waiting)).some(({ name }) => name === waiting.name);
      if (before || others.some(({ mode }) => mode === 'exclusive' || waiting.mode === 'exclusive')) continue;
      pending = pending.filter((one) => one !== waiting);
      held.push(waiting);
      waiting.grant();
    }
  };
  const free = (one: Waiting): void => {
    const at = held.indexOf(one);
    if (at >= 0) held.splice(at, 1);
    settle();
  };
  const infos = (of: readonly Waiting[]): LockInfo[] => of.map(({ name, mode }) => ({ name, mode, clientId: 'fake' }));

  async function request<T>(name: string, ...rest: [LockOptions, () => T] | [() => T]): Promise<Awaited<T>> {
    const [{ mode = 'exclusive', signal }, work] = rest.length === 2 ? rest : [{} as LockOptions, rest[0]];
    const waiting: Waiting = { name, mode, grant: () => undefined };
    await new Promise<void>((resolve, reject) => {
      waiting.grant = resolve;
      signal?.addEventListener('abort', () => {
        pending = pending.filter((one) => one !== waiting);
        reject(new DOMException('The request was aborted.', 'AbortError'));
      });
      pending.push(waiting);
      settle();
    });
    try {
      return await work();
    } finally {
      free(waiting);
    }
  }

  return {
    locks: {
      request: request as LockManager['request'],
      query: async () => ({ held: infos(held), pending: infos(pending) }),
    },
    kill(name) {
      for (const one of held.filter((other) => other.name === name)) free(one);
    },
  };
}
