/** The beginning and the end of an id, all of it on hover. */
export function ShortId({ id }: { id: string }) {
  return (
    <span class="code soft" title={id}>
      {shortId(id)}
    </span>
  );
}

export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id;
}
