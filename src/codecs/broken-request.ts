/** Words for what known clients send broken (spec/aoconnect.md §5.2). Apart from request.ts, for the Service Worker's size. */
import { PocketbeamError } from '../core/errors.ts';

/** What is wrong with a request that cannot be read and looks as `isBroken` of request.ts tells. */
export function explainBroken(body: string): PocketbeamError {
  const [what, cause] =
    body === '[object Object]'
      ? ['The body is the text "[object Object]" and no data item.', 'aoconnect posts that when it has no signer.']
      : body === '' || body === 'undefined'
        ? [
            'The body of the request is lost.',
            'aoconnect 0.0.98 drops bodies that it signs as HTTP, and nested values.',
          ]
        : [
            'A list among the headers has no quotes.',
            'aoconnect writes (ao-type-integer) 1 where "(ao-type-integer) 1" is meant.',
          ];
  return new PocketbeamError('broken-request', what, {
    cause,
    next: "Give connect() a signer, and request() the field 'signing-format': 'ans104'; structures go into data as JSON.",
    status: 400,
  });
}
