/** A new anchor: what a second try of the same message is known by. 32 random bytes as base64url. */
export function randomAnchor(): string {
  const bytes = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)));
  return btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace('=', '');
}
