/** A stand-in for a worker in tests under Node: two ends of a message channel. */
export function fakeWorker(): { worker: Worker; inside: MessagePort; terminated: () => boolean } {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  let terminated = false;
  const worker = Object.assign(port1 as unknown as Worker, {
    terminate() {
      terminated = true;
      port2.close();
      port1.close();
    },
  });
  return { worker, inside: port2, terminated: () => terminated };
}
